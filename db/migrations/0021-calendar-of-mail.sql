-- module: correspondence
-- An invitation to an appointment, its change or its end (RFC 5546), complete as it leaves.
alter table outgoing_mail
  add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  add column calendar_text text,
  add check ((calendar_method is null) = (calendar_text is null));
