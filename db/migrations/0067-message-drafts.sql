-- module: tickets
-- What somebody of the desk has written and not sent, for itself alone: one draft for each request and each way of
-- writing, and beside it what another machine had written of the same, until its writer takes it in or drops it.
create table message_draft (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  ticket_id bigint not null references ticket,
  mode text not null check (mode in ('reply', 'note', 'ask', 'resolve')),
  set_aside boolean not null,
  body_text text not null,
  resolution_form text check (resolution_form in ('solution', 'instructions', 'accompaniment')),
  attachment_ids bigint[] not null,
  seen_message_id bigint,
  -- Counts the savings: whoever saves says from which one it went on.
  revision integer not null,
  -- When it was typed; offline that is long before it is saved.
  written_at timestamptz not null,
  saved_at timestamptz not null
);
create unique index message_draft_now on message_draft (person_id, ticket_id, mode) where not set_aside;
create index message_draft_of_request on message_draft (person_id, ticket_id);
create index message_draft_of_person on message_draft (person_id, saved_at desc) where not set_aside;
create index message_draft_of_ticket on message_draft (ticket_id);
create index message_draft_saved on message_draft (saved_at);
