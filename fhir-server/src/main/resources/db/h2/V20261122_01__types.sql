-- What the two databases call differently.
create domain content as binary large object;

create domain searchable as varchar(300);

-- A resource up to this many bytes lies in its row and not in a file of its own.
set max_length_inplace_lob 262144;
