-- The first answer to a request that may come again under its X-Request-ID; a day at least.
create table answered (
    digest   uuid primary key,                     -- of the partner, its X-Request-ID, what was asked and what was sent
    at       timestamp(6) with time zone not null,
    outcomes content not null                      -- which versions it made, without their contents
);
create index answered_at on answered (at);

-- The history of a type and of all, the newest first.
create index version_updated on version (updated, resource, version);
