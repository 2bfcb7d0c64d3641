-- module: correspondence
-- V.a: how many letters went to a domain today is looked up by the domain, not by reading all letters of the day.
create index outgoing_mail_answers_domain on outgoing_mail (to_domain, created_at)
  where purpose in ('acknowledgement', 'mail-confirmation');
drop index outgoing_mail_answers;
