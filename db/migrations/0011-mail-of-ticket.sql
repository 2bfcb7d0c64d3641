-- module: correspondence
-- Every letter about a ticket refers to the mails that came in for it: found by ticket, not by reading them all.
create index inbound_mail_of_ticket on inbound_mail (ticket_id, id) where ticket_id is not null;
