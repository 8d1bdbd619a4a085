-- A young carer: seen by those alone whom the agreement lets see young carers.
alter table resource add column young boolean default false not null;

-- What a person permits and denies; worked out of their Consents whenever one of them is written.
create table permission (
    person   bigint not null,
    kind     varchar(30) not null,                 -- of partner: CodeSystem CarerRecord-PartnerKind
    category varchar(20) not null,                 -- of data: CodeSystem CarerRecord-DataCategory
    permits  boolean not null,
    since    timestamp(6) with time zone,          -- null: at once
    until    timestamp(6) with time zone,          -- null: no end
    primary key (person, kind, category)
);
