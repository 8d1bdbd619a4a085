-- What each partner says, kept as its own; the shared resource is computed from the active rows.
create table contribution (
    resource   bigint not null,
    partner    varchar(10) not null,
    source_key uuid not null,                      -- digest of the partner's own key for the statement
    patient    bigint,
    type       varchar(64) not null,
    said       content not null,                   -- FHIR JSON, UTF-8
    said_at    timestamp(6) with time zone not null,
    message    varchar(64),                        -- null: a FHIR write
    confirmed  boolean not null,                   -- says that there is a carer, after asking them
    active     boolean not null,
    primary key (resource, partner, source_key)
);
create index contribution_patient on contribution (patient, type);

-- Every message that came in, as it came, and what became of it.
create table message (
    id                  varchar(64) primary key,
    partner             varchar(10) not null,
    received            timestamp(6) with time zone not null,
    format              varchar(20) not null,
    sending_application varchar(300) not null,
    sending_facility    varchar(300) not null,
    control_id          varchar(300) not null,
    message_time        varchar(60) not null,
    hash                uuid not null,             -- of the raw bytes
    raw                 content not null,
    outcome             varchar(2) not null,       -- AA, AE, AR
    fault               varchar(30),
    place               varchar(300),
    reason              varchar(1000),
    losses              content not null,          -- JSON: [{"place": ..., "reason": ...}]
    written             content not null,          -- JSON: references of the versions that it made
    acknowledgement     content not null
);
create index message_control_id on message (control_id, partner);
create index message_received on message (partner, received);
