-- module: tickets
-- I: an absorbed request ends as a duplicate of the one that goes on, and is read from there.
alter table ticket add column merged_into_ticket_id bigint references ticket;
alter table ticket add constraint ticket_merged_ended
  check (merged_into_ticket_id is null or (status = 'rejected' and merged_into_ticket_id <> id));
create index ticket_merged_into on ticket (merged_into_ticket_id) where merged_into_ticket_id is not null;
create index ticket_merged_of_organization on ticket (organization_id) where merged_into_ticket_id is not null;

-- T2: a message becomes a request of its own once, whoever splits it and however often it is retried.
alter table ticket add column split_from_message_id bigint unique references message;
