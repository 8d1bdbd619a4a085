-- What the rest of R4's search needs.

-- Tokens are compared by hashes; this is what they are sorted by.
alter table index_token add column word searchable default '' not null;

-- Numbers, and quantities with their units; a range has two ends.
create table index_number (
    resource bigint not null,
    param    integer not null,
    system   bigint not null,
    code     bigint not null,
    lowest   double precision not null,
    highest  double precision not null,
    primary key (resource, param, code, system, lowest, highest)
);
create index index_number_value on index_number (param, lowest, highest, resource);

-- The parts of composites; parts of one item stand in one element. Each part has the columns of its own kind.
create table index_composite (
    resource bigint not null,
    param    integer not null,
    item     smallint not null,
    part     smallint not null,
    system   bigint,
    code     bigint,
    normal   searchable,
    exact    bigint,
    low      bigint,
    high     bigint,
    lowest   double precision,
    highest  double precision,
    target   bigint
);
create index index_composite_resource on index_composite (resource, param, item, part);
create index index_composite_value on index_composite (param, part, code, resource);
