-- A resource of two megabytes has more parts than a smallint counts.
alter table index_composite alter column item set data type integer;
