-- What the two databases call differently.
create domain content as bytea;

-- A text is compared byte by byte: it is normalised before it comes here.
create domain searchable as varchar(300) collate "C";
