-- module: tickets
-- The agents who are told of what happens in a request that is not theirs. Customers who follow one are participants.
create table following (
  ticket_id bigint not null references ticket,
  person_id bigint not null references agent,
  since timestamptz not null,
  primary key (ticket_id, person_id)
);
-- Whom an internal note names.
create table mention (
  message_id bigint not null references message,
  person_id bigint not null references agent,
  primary key (message_id, person_id)
);
