-- module: platform
-- Accent-insensitive Spanish search, safe retries of writes, and the one way to forbid changing what is written once.
create extension if not exists unaccent;

create text search configuration atenta (copy = spanish);
alter text search configuration atenta
  alter mapping for hword, hword_part, word with unaccent, spanish_stem;

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '55000';
end $$;

-- A write sent twice with the same key answers the same and happens once.
create table idempotency_key (
  caller text not null,
  key text not null check (length(key) between 8 and 200),
  operation text not null,
  request_sha256 bytea not null,
  response_status integer,
  response_body jsonb,
  created_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- What is stored by content: raw mail and attachments. The bytes live in the blob store under the same name.
create table blob (
  sha256 bytea primary key check (length(sha256) = 32),
  byte_size bigint not null check (byte_size >= 0),
  created_at timestamptz not null
);
