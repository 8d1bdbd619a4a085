-- Keys of carers that their sender merged (a council's own numbers), and the keys that go on.
create table merged_carer (
    partner  varchar(10) not null,
    former   uuid not null,                        -- digest of the key
    survivor uuid not null,                        -- digest of the key into which that one was merged
    now      varchar(100) not null,                -- that key
    primary key (partner, former)
);
create index merged_carer_survivor on merged_carer (partner, survivor);

-- Of whom something was told under a key that was merged.
create table merged_carer_of (
    partner varchar(10) not null,
    former  uuid not null,
    patient bigint not null,
    primary key (partner, former, patient)
);

alter table telling add column former_key uuid;    -- the key under which it was told, where its sender merged it; null: none
