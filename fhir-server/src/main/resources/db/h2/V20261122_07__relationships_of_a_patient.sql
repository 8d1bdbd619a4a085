-- Asked for by patient, with or without the partner.
alter table relationship drop primary key;
alter table relationship add primary key (patient, partner, kind);
