insert into lock_row (slot) select generate_series(0, 16383);
