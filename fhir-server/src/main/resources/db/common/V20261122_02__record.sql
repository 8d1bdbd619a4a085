-- The shared record. No foreign keys between these tables: one write path fills them, in one transaction each.

create table resource (
    pk      bigint primary key,
    type    varchar(64) not null,
    id      varchar(64) not null,
    version integer not null,                      -- 0: referred to, never there
    deleted boolean not null,
    updated timestamp(6) with time zone not null,
    digest  uuid,                                  -- of the content without id, version and time; null when deleted
    patient bigint,                                -- whose compartment it lies in; null: nobody's
    shared  boolean not null,                      -- false: seen by its sources only
    constraint resource_id unique (type, id)
);
create index resource_patient on resource (patient, type);

create table version (
    resource   bigint not null,
    version    integer not null,
    updated    timestamp(6) with time zone not null,
    method     varchar(6) not null,                -- POST, PUT, DELETE
    content    content,                            -- FHIR JSON, UTF-8; null when deleted
    partner    varchar(10) not null,               -- who said it: the columns of its Provenance
    request    varchar(64) not null,
    message    varchar(64),
    control_id varchar(200),
    shared     boolean not null,                   -- as the resource was when this was its version
    primary key (resource, version)
);

-- One resource at most for each key; the key is a digest of what identifies it.
create table identity_key (
    digest   uuid primary key,
    resource bigint not null
);
create index identity_key_resource on identity_key (resource);

-- Which partners said a resource.
create table source (
    resource bigint not null,
    partner  varchar(10) not null,
    primary key (resource, partner)
);

-- Why a partner may see a person: contributed, registered, encounter, self-stated.
create table relationship (
    partner varchar(10) not null,
    patient bigint not null,
    kind    varchar(20) not null,
    until   timestamp(6) with time zone,           -- null: no end
    primary key (partner, patient, kind)
);

create table index_token (
    resource bigint not null,
    param    integer not null,
    system   bigint not null,
    code     bigint not null,
    primary key (resource, param, code, system)
);
create index index_token_value on index_token (param, code, system, resource);

create table index_string (
    resource bigint not null,
    param    integer not null,
    normal   searchable not null,
    exact    bigint not null,
    primary key (resource, param, normal, exact)
);
create index index_string_value on index_string (param, normal, resource);

create table index_date (
    resource bigint not null,
    param    integer not null,
    low      bigint not null,
    high     bigint not null,
    primary key (resource, param, low, high)
);
create index index_date_value on index_date (param, low, high, resource);

create table index_reference (
    resource bigint not null,
    param    integer not null,
    target   bigint not null,                      -- the target's pk, or a negative hash of a URL elsewhere
    primary key (resource, param, target)
);
create index index_reference_value on index_reference (param, target, resource);

-- Locked in ascending order before anything is read that is then written; see V20261122_03.
create table lock_row (
    slot integer primary key
);

create table audit (
    id          bigint primary key,
    at          timestamp(6) with time zone not null,
    partner     varchar(10),                       -- null: nobody we know
    request     varchar(64) not null,
    interaction varchar(30) not null,
    type        varchar(64),
    resource    varchar(64),
    purpose     varchar(30),
    ground      varchar(200),
    agreement   varchar(40) not null,
    outcome     integer not null                   -- HTTP status
);
create index audit_at on audit (at);

create table audit_patient (
    audit   bigint not null,
    patient bigint not null,
    primary key (audit, patient)
);
create index audit_patient_patient on audit_patient (patient);

-- One row: the key by which cursors are sealed, the same for every node.
create table server_key (
    name   varchar(20) primary key,
    secret varchar(64) not null
);
