-- module: correspondence
-- Why a mail did not arrive, as a stable key that is put into words for whoever reads, and the status of RFC 3463.
alter table outgoing_mail
  add column undelivered_reason text,
  add column undelivered_status text,
  add column undelivered_at timestamptz;
create index outgoing_mail_undelivered on outgoing_mail (undelivered_at) where undelivered_at is not null;
