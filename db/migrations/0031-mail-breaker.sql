-- module: correspondence
-- A storm of mail opens a breaker: it says who or what tripped it, and closes by itself after quiet, or by a person.
create table mail_breaker (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('sender', 'mailbox')),
  -- Whose storm it is: the address of the sender, or of the mailbox of ours.
  subject text not null,
  mails integer not null check (mails > 0),
  tripped_at timestamptz not null,
  last_hit_at timestamptz not null,
  reset_at timestamptz,
  reset_by_person_id bigint references person
);
create index mail_breaker_last_hit on mail_breaker (last_hit_at desc) where reset_at is null;
create index inbound_mail_of_sender on inbound_mail (lower(from_address), received_at);
create index inbound_mail_of_mailbox on inbound_mail (mailbox_id, received_at);
-- Letters that a mail of somebody caused: counted by address, domain and in all.
create index outgoing_mail_answers on outgoing_mail (created_at, to_address)
  where purpose in ('acknowledgement', 'mail-confirmation');
create index outgoing_mail_answers_to on outgoing_mail (to_address, created_at)
  where purpose in ('acknowledgement', 'mail-confirmation');
