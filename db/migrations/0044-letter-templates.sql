-- module: notifications
-- What an administrator wrote around the facts of a letter, version after version. A null part is the product's own
-- text; all three null is the way back to it. The newest version of a letter and language is the one in force.
create table letter_template (
  id bigint generated always as identity primary key,
  letter text not null,
  language language not null,
  version integer not null check (version >= 1),
  subject text check (length(subject) between 1 and 150) check (subject !~ '[\r\n]'),
  opening text check (length(opening) <= 2000),
  closing text check (length(closing) <= 2000),
  changed_by_person_id bigint references person,
  changed_at timestamptz not null,
  unique (letter, language, version)
);
create trigger letter_template_append_only before update or delete on letter_template
  for each row execute function forbid_change();

-- The version that made the mail; null when it was the product's own text.
alter table outgoing_mail add column letter_template_id bigint references letter_template;
