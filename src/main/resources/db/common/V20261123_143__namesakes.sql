-- Under which other keys a partner's messages speak of people of one name, beside the name itself.
create table namesake (
    partner    varchar(10) not null,
    name       uuid        not null,               -- digest of the name as a key
    source_key uuid        not null,               -- digest of the other key
    primary key (partner, source_key)
);
