-- module: correspondence
-- Mail that a server of this house hands over by LMTP: its remote address is that server's, not the sender's.
alter table inbound_mail drop constraint inbound_mail_source_check;
alter table inbound_mail add constraint inbound_mail_source_check
  check (source in ('smtp', 'lmtp', 'imap', 'pipe'));
