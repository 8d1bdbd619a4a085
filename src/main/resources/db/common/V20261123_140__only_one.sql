-- Whether what takes back takes back the only statement of the type, and nothing where there are several. What was told
-- before this is kept as taking back all: whether it named nobody, only its raw message says.
alter table telling add column only_one boolean default false not null;
