-- Most of what is told is of no list.
create index telling_snapshot on telling (snapshot, patient, source_key) where snapshot is not null;
