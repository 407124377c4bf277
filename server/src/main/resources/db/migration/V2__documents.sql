-- Typed documents, and what they are found by. Types and indexes are declared in Java, so that a new
-- one needs no change here.
--
-- Names and keys compare by their bytes (collate "C"): the order of pages is then that of code points
-- on every installation, and does not change with the operating system's locale.

-- A removed document stays as a row without a body. So the versions of a key rise by one from 1 for
-- ever, without a gap, and a late write that names an old version finds another one, even if the
-- document was removed and written anew meanwhile. A sequence would do the latter, but not the former.
create table document (
    type text collate "C" not null check (char_length(type) between 1 and 32),
    -- A player's account; '' is the game's own, which no account can be.
    owner text collate "C" not null check (char_length(owner) <= 64),
    key text collate "C" not null check (char_length(key) between 1 and 64),
    version bigint not null check (version >= 1),
    body jsonb,
    updated timestamptz not null,
    primary key (type, owner, key)
);

-- A row for each index of each document that is in it; it has one of the two values. Written by the
-- statement that writes the document.
create table document_index (
    type text collate "C" not null,
    name text collate "C" not null,
    text_value text collate "C",
    number_value bigint,
    owner text collate "C" not null,
    key text collate "C" not null,
    primary key (type, owner, key, name),
    check (num_nonnulls(text_value, number_value) = 1)
);
create index document_by_number on document_index (type, name, number_value, owner, key)
    where number_value is not null;
create index document_by_text on document_index (type, name, text_value, owner, key)
    where text_value is not null;
