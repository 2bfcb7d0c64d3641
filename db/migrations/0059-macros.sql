-- module: tickets
-- What agents write often, in one language or both, with variables in braces. Without an owner it is the whole desk's.
create table macro (
  id bigint generated always as identity primary key,
  owner_person_id bigint references agent,
  name text not null check (length(name) between 1 and 80),
  text_es text check (length(text_es) between 1 and 8000),
  text_en text check (length(text_en) between 1 and 8000),
  changed_by_person_id bigint not null references person,
  changed_at timestamptz not null,
  check (text_es is not null or text_en is not null)
);
create unique index macro_name on macro (owner_person_id, lower(name)) nulls not distinct;
