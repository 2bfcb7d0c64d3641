-- module: tickets
-- A request that an agent put out of their own queue until a moment. The row goes when it is back, whatever brought it back.
create table snooze (
  person_id bigint not null references agent,
  ticket_id bigint not null references ticket,
  until timestamptz not null,
  snoozed_at timestamptz not null,
  primary key (person_id, ticket_id),
  check (until > snoozed_at)
);
create index snooze_of_ticket on snooze (ticket_id);
create index snooze_until on snooze (until);
