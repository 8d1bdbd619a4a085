-- Every version of the agreement that was ever in force; audit rows name it.
create table agreement_version (
    version varchar(40) primary key,
    digest  uuid not null,                         -- of the text
    since   timestamp(6) with time zone not null,  -- when it first came into force here
    text    content not null                       -- the file, as it was
);
