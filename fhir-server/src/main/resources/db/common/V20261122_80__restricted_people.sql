-- Labels that a search must look at, as columns of the row that it looks at anyway.
alter table resource add column restricted boolean default false not null;  -- labelled R: a person is masked
alter table resource add column guarded boolean default false not null;     -- of a person: they or somebody of their compartment are

-- Several grants may be the ground of one answer.
alter table audit alter column ground set data type varchar(1000);
