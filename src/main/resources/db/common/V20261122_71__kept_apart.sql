-- Relationships that people told apart; each pair in both directions.
create table kept_apart (
    one   bigint not null,
    other bigint not null,
    primary key (one, other)
);

-- What people joined: which statement stood where, so that it can go back there. One that stayed has the same resource twice.
create table moved (
    pair       uuid not null,                      -- of the two relationships that were joined
    origin     bigint not null,
    origin_key uuid not null,                      -- the statement's key there
    resource   bigint not null,
    partner    varchar(10) not null,
    source_key uuid not null,
    primary key (pair, resource, partner, source_key)
);
