-- Patients of whom people said that they are two, and the merge of their numbers that stands against it, if any was told.
create table patients_apart (
    former       bigint not null,                  -- whose number was merged; without a merge either of the two
    survivor     bigint not null,
    apart        boolean not null,                 -- whether people told them apart for good
    partner      varchar(10),                      -- who merged them; null: nobody, here and in the columns below
    said_at      timestamp(6) with time zone,      -- by the sender's clock
    tie          varchar(400),
    carer_former varchar(100),                     -- keys of them as a carer, where the sender merged these, too
    carer_now    varchar(100),
    primary key (former, survivor)
);
create index patients_apart_survivor on patients_apart (survivor);
