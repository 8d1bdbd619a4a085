create index telling_snapshot on telling (snapshot, patient, source_key);
