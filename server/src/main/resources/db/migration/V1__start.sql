-- What is kept of the installation as a whole. A row for each fact.
create table installation (
    name text primary key,
    value text not null
);
insert into installation (name, value) values ('installed', clock_timestamp()::text);
