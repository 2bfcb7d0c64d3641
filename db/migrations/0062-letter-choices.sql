-- module: notifications
-- The letters that a person turned off, of those that can be. No row: it is sent.
create table letter_declined (
  person_id bigint not null references person,
  letter text not null check (letter in ('followed-request', 'statement')),
  declined_at timestamptz not null,
  primary key (person_id, letter)
);
