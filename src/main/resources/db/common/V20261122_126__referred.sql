-- Whom the recipient of a referral knows by it, while it has taken it: what ends with the referral is what it gave.
create table referred (
    task    bigint not null,
    person  bigint not null,                       -- a RelatedPerson, or the carer's own Patient
    partner varchar(10) not null,
    primary key (task, person)
);
create index referred_person on referred (person, partner);
