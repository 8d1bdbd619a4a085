-- Hardly two things have one number; a sample of the rows says too low how many numbers there are (PostgreSQL, ALTER TABLE,
-- n_distinct: a negative number is a share of the rows).
alter table index_identifier alter column code set (n_distinct = -0.5);
