insert into lock_row (slot) select x from system_range(0, 16383);
