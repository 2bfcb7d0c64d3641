-- module: correspondence
-- What the mailbox doctor found, step by step; the test mail that it sends carries a mark that is good once.
create table mailbox_check (
  id bigint generated always as identity primary key,
  mailbox_id bigint not null references mailbox on delete cascade,
  -- Where the test mail goes: the mailbox, or an address that leads to it.
  send_to text not null,
  probe_mark text not null unique,
  probe_mail_id bigint references inbound_mail,
  started_by_person_id bigint references person,
  started_at timestamptz not null,
  -- What is looked at now; null when it has ended.
  step text,
  findings jsonb not null default '[]',
  finished_at timestamptz
);
create index mailbox_check_of_mailbox on mailbox_check (mailbox_id, id desc);
create index mailbox_check_probe_mail on mailbox_check (probe_mail_id);
