-- Pages go on after an id: its order is that of its bytes, whatever language the database was made for.
alter table resource alter column id type varchar(64) collate "C";
