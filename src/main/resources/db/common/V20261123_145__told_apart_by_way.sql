-- Whether people told the two apart themselves, or one of them is one with somebody who was told apart from the other.
alter table kept_apart rename to kept_apart_before;
create table kept_apart (
    one       bigint not null,
    other     bigint not null,
    by_people boolean not null,
    by_way    uuid not null,                       -- of the two who were made one; zero where the two themselves are meant
    primary key (one, other, by_way)
);
insert into kept_apart (one, other, by_people, by_way)
select one, other, by_people, cast('00000000-0000-0000-0000-000000000000' as uuid) from kept_apart_before;
drop table kept_apart_before;
