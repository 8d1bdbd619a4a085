-- An exception from a denial: when it ends, the denial stands again.
alter table permission add column denies_after boolean default false not null;
