-- Relationships that ended with the death of the carer.
create table carer_died (
    relationship bigint primary key
);
