-- As many as on PostgreSQL.
delete from lock_row where slot >= 6144;
