-- The rows of a resource are a set already; a narrow index to find and to remove them by costs half of a wide key.
alter table index_token drop primary key;
alter table index_string drop primary key;
alter table index_date drop primary key;
alter table index_reference drop primary key;
alter table index_number drop primary key;
create index index_token_resource on index_token (resource, param);
create index index_string_resource on index_string (resource, param);
create index index_date_resource on index_date (resource, param);
create index index_reference_resource on index_reference (resource, param);
create index index_number_resource on index_number (resource, param);
