-- The client of the identity provider that asked for the partner; null where the partner itself did.
alter table audit add column client varchar(200);
