-- The NHS number that a source says of a carer, hashed as in index_identifier; 0: none. Whose number it is not is not told it.
alter table source add column number bigint not null default 0;
