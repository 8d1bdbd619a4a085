-- What each partner's messages told of a person, one after another: told again in the order of their events when one comes late.
create table telling (
    partner    varchar(10) not null,
    patient    bigint not null,
    type       varchar(64) not null,
    said_at    timestamp(6) with time zone not null,
    tie        varchar(400) not null,              -- control id and content hash: what decides between two of one time
    source_key uuid,                               -- digest of the partner's own key; null: all its statements of the type
    said       content,                            -- FHIR JSON, UTF-8; null: taken back
    emptied    varchar(2000) not null,             -- elements that are taken back, with blanks between them
    message    varchar(64)                         -- null: a FHIR write
);
create index telling_person on telling (partner, patient, type, said_at);

alter table contribution add column tie varchar(400) default '' not null;
alter table contribution add column earlier varchar(20000); -- elements last spoken of before, and when; null: none

insert into telling (partner, patient, type, said_at, tie, source_key, said, emptied, message)
select partner, patient, type, said_at, '', source_key, said, '', message from contribution
where message is not null and patient is not null;

-- What was taken back already: at the same time, and after it was said.
insert into telling (partner, patient, type, said_at, tie, source_key, said, emptied, message)
select partner, patient, type, said_at, ' ', source_key, null, '', message from contribution
where message is not null and patient is not null and not active;
