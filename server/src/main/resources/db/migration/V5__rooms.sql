-- Rooms that outlive their process, as they were last saved.
create table room (
    name text primary key, -- type/key
    life uuid not null, -- tells apart rooms that have had the name
    fence bigint not null check (fence > 0), -- rises with each owner; only the newest may write
    node text not null, -- the owner, for people
    saved timestamptz not null,
    state bytea not null
);

-- Rooms that could not go on: they threw, or could not be read. For those who look into it.
create table room_set_aside (
    life uuid not null,
    set_aside timestamptz not null default clock_timestamp(),
    name text not null,
    why text not null,
    state bytea not null,
    primary key (life, set_aside)
);
create index on room_set_aside (set_aside);
