-- By which rules the stored resources were indexed; upto: the key after which that goes on, null when all are.
create table indexed (
    one integer primary key check (one = 1),
    rules bigint not null,
    upto bigint
);
