-- module: credits
-- Every statement that was handed out, with the last hash that it carries: whoever holds one can ask whether it is ours.
create table credit_statement (
  id bigint generated always as identity primary key,
  organization_id bigint not null references credit_account,
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'),
  -- Looked up by its hash, as the codes of acknowledgements are.
  code_sha256 bytea not null unique check (length(code_sha256) = 32),
  format text not null check (format in ('csv', 'json', 'pdf')),
  -- The entries after the first one up to the last one; 0 and 00 stand before the first entry of all.
  opening_sequence bigint not null check (opening_sequence >= 0),
  closing_sequence bigint not null check (closing_sequence >= opening_sequence),
  closing_hash bytea not null,
  issued_by_person_id bigint references person,
  issued_at timestamptz not null
);
create index credit_statement_of_organization on credit_statement (organization_id, id desc);
create trigger credit_statement_append_only before update or delete on credit_statement
  for each row execute function forbid_change();
