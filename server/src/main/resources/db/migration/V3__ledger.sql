-- Operations that happen once, what they moved, and what players have.

-- One row for each operation that was ever decided. Its insertion is the first thing that its
-- transaction does, so that a second try waits here and then reads the first one's answer.
create table operation (
    id uuid primary key,
    request bytea not null, -- SHA-256 of what was asked for
    result smallint, -- null only within its transaction: 1 done, 2 not enough, 3 too much
    answer text not null default '', -- for people
    reason text not null default '',
    decided timestamptz not null default clock_timestamp()
);
create index on operation (decided);

-- What players have. Houses have no row: what they have is a sum over the ledger.
create table balance (
    account text not null,
    unit text not null,
    amount bigint not null check (amount >= 0),
    version bigint not null, -- that of its newest entry in the ledger
    primary key (account, unit)
);

-- Double entry: the deltas of one operation and one unit add up to zero. Nothing is ever changed.
create table ledger (
    operation uuid not null references operation (id),
    house boolean not null,
    holder text not null,
    unit text not null,
    delta bigint not null check (delta <> 0),
    version bigint check ((version is null) = house), -- of the balance, without a gap
    amount bigint check ((amount is null) = house), -- of the balance, after this
    primary key (operation, house, holder, unit)
);
create unique index ledger_versions on ledger (holder, unit, version) where not house;
create index ledger_houses on ledger (holder, unit) where house;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the table % is only ever added to', tg_table_name;
end
$$;
create trigger ledger_is_only_added_to before update or delete or truncate on ledger
    for each statement execute function refuse_change();
comment on table ledger is 'append only: what players and houses gave and got';
