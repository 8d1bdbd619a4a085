-- The keys of the resources that a search or an operation showed, as " 17 4 "; null where nothing but the row's own resource
-- and patients was shown, and of rows of before.
alter table audit add column shown varchar;
