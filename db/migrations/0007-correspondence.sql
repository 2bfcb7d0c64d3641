-- module: correspondence
-- III: the addresses to which customers write.
create table mailbox (
  id bigint generated always as identity primary key,
  address text not null unique check (address = lower(address)),
  name text not null,
  team_id bigint references team,
  service_id bigint references service,
  language language not null default 'es',
  signature text not null default '',
  active boolean not null default true
);

-- Every accepted mail, from its first byte: the raw message is a blob, committed before we say 250.
create type inbound_outcome as enum ('received', 'ticket', 'message', 'report', 'quarantined', 'discarded');
create table inbound_mail (
  id bigint generated always as identity primary key,
  source text not null check (source in ('smtp', 'imap', 'pipe')),
  envelope_from text not null,
  envelope_to text[] not null,
  remote_address text,
  greeting text,
  raw_sha256 bytea not null references blob,
  byte_size bigint not null,
  -- Message-ID plus the hash of what the sender wrote, without the trace headers that each hop adds.
  fingerprint bytea not null unique,
  message_id_header text,
  from_address text,
  from_name text,
  subject text,
  mailbox_id bigint references mailbox,
  outcome inbound_outcome not null default 'received',
  -- Why it waits for a person: a stable key and what was known.
  quarantine_reason text,
  quarantine_facts jsonb,
  ticket_id bigint,
  handled_by_person_id bigint references person,
  handled_at timestamptz,
  received_at timestamptz not null,
  processed_at timestamptz,
  copies integer not null default 1
);
create index inbound_mail_received on inbound_mail (id) where outcome = 'received';
create index inbound_mail_quarantined on inbound_mail (id desc) where outcome = 'quarantined';
create index inbound_mail_message_id on inbound_mail (message_id_header);

-- V.c: the conversation. Nothing is edited away; internal messages never leave.
create type message_author as enum ('customer', 'agent', 'desk');
create type message_visibility as enum ('public', 'internal');
create table message (
  id bigint generated always as identity primary key,
  ticket_id bigint not null,
  visibility message_visibility not null,
  author message_author not null,
  author_person_id bigint references person,
  channel channel not null,
  -- What this message is when the desk itself wrote it: acknowledgement, priority-changed, reminder ...
  template text,
  -- A machine wrote it (RFC 3834): it never stops a clock, counts as an answer, or reopens.
  automatic boolean not null default false,
  body_text text not null,
  body_html text,
  -- What was new in a reply; the full text is always one click away.
  visible_text text,
  visible_html text,
  inbound_mail_id bigint unique references inbound_mail,
  created_at timestamptz not null,
  check ((author = 'desk') = (author_person_id is null)),
  check (visibility = 'public' or author = 'agent')
);
create index message_of_ticket on message (ticket_id, id);
create unique index message_one_acknowledgement on message (ticket_id) where template = 'acknowledgement';
create trigger message_append_only before update or delete on message
  for each row execute function forbid_change();

create table attachment (
  id bigint generated always as identity primary key,
  -- Null while it is uploaded and not yet sent.
  message_id bigint references message,
  ticket_id bigint,
  uploaded_by_person_id bigint references person,
  blob_sha256 bytea not null references blob,
  file_name text not null,
  media_type text not null,
  byte_size bigint not null,
  content_id text,
  inline boolean not null default false,
  created_at timestamptz not null
);
create index attachment_of_message on attachment (message_id);
create index attachment_unsent on attachment (created_at) where message_id is null;
create index attachment_blob on attachment (blob_sha256);

-- The outbox: one row per recipient, written with what it tells of, sent by a job, never inside a transaction.
create type delivery_state as enum ('queued', 'sending', 'sent', 'deferred', 'bounced', 'failed', 'local');
create table outgoing_mail (
  id bigint generated always as identity primary key,
  message_id bigint references message,
  ticket_id bigint,
  purpose text not null,
  to_person_id bigint references person,
  to_address text not null,
  to_name text not null default '',
  from_address text not null,
  from_name text not null default '',
  reply_to text,
  envelope_from text not null default '',
  subject text not null,
  body_text text not null,
  body_html text,
  message_id_header text not null unique,
  in_reply_to_header text,
  references_header text,
  auto_submitted boolean not null default false,
  state delivery_state not null default 'queued',
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  last_reply text,
  sent_at timestamptz,
  -- A secret in the body (a sign-in link) is forgotten once it was sent.
  sensitive boolean not null default false,
  created_at timestamptz not null
);
create index outgoing_mail_of_message on outgoing_mail (message_id);
create index outgoing_mail_of_ticket on outgoing_mail (ticket_id, id);
create index outgoing_mail_due on outgoing_mail (next_attempt_at) where state in ('queued', 'sending', 'deferred');
create index outgoing_mail_recent on outgoing_mail (id desc) where state in ('local', 'failed', 'bounced');

-- Message-IDs of the customers' own mails, so that answers of others in copy thread too.
create table thread_reference (
  message_id_header text not null,
  ticket_id bigint not null,
  primary key (message_id_header, ticket_id)
);
