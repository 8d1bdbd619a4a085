-- Pairs that people told apart, and pairs that were told under one NHS number and not alike: people have not said yet.
alter table kept_apart add column by_people boolean default true not null;
