-- Advisory locks take their place: a row that is locked is written, and goes to the log.
drop table lock_row;
