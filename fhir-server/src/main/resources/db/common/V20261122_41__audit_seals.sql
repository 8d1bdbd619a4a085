-- The proof of the audit: each seal holds the rows that were committed since the one before, and chains to it.
create table audit_seal (
    number bigint primary key,                     -- 1, 2, 3 ...
    sealed timestamp(6) with time zone not null,
    proven content not null,                       -- for each row its id, 8 bytes, and its digest, 16 bytes
    digest varchar(64) not null                    -- SHA-256 of the digest before, the number, the time and what is proven
);

-- One row: who locks it seals.
create table audit_sealer (
    turn integer primary key
);
insert into audit_sealer (turn) values (1);
