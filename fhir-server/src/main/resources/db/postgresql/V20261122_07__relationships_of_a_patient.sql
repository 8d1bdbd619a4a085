-- Asked for by patient, with or without the partner.
alter table relationship drop constraint relationship_pkey;
alter table relationship add primary key (patient, partner, kind);
