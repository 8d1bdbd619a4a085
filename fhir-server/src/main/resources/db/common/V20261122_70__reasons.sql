-- Why resources came to be joined: told by the Provenance of the version that was current then.
create table reason (
    resource bigint not null,
    at       timestamp(6) with time zone not null,
    said     content not null                      -- FHIR JSON, UTF-8: a Provenance with nothing but extensions
);
create index reason_resource on reason (resource);
