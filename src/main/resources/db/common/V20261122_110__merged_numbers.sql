-- Numbers of records that their sender merged into others. What is said under such a number is told of the person who goes on,
-- and is remembered as said of the record that was merged: a merge can be taken back.
create table merged_number (
    digest    uuid primary key,                    -- of the number
    former    bigint not null,                     -- the record that had it
    survivor  bigint not null,                     -- the record into which that one was merged
    merged_at timestamp(6) with time zone not null -- by the sender's clock
);
create index merged_number_former on merged_number (former);
create index merged_number_survivor on merged_number (survivor);

alter table telling add column former bigint;      -- the merged record under whose number it was told; null: none
