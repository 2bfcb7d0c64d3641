-- module: correspondence
-- V.a: each acknowledgement carries a code by which anyone who has it can ask whether this desk issued it.
create table acknowledgement (
  ticket_id bigint primary key references ticket,
  -- 100 random bits in Crockford's alphabet; shown again to those who may see the request.
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'),
  -- Looked up by its hash, so that how long a lookup takes tells nothing of how much of a code was right.
  code_sha256 bytea not null unique check (length(code_sha256) = 32),
  issued_at timestamptz not null
);
create trigger acknowledgement_append_only before update or delete on acknowledgement
  for each row execute function forbid_change();
