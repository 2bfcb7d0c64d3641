-- module: tickets
-- What an agent wrote and may still take back. It is no message yet: the customer sees nothing of it and no clock hears
-- of it before it is published, once, at its moment.
create table pending_reply (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  person_id bigint not null references person,
  act text not null check (act in ('reply', 'ask-information', 'resolve')),
  body_text text not null,
  resolution_form text,
  attachment_ids bigint[] not null,
  last_seen_message_id bigint,
  created_at timestamptz not null,
  publish_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'published', 'taken-back', 'refused')),
  -- Why it could not be published when its moment came, for its writer: reason, clause and facts.
  refusal jsonb,
  message_id bigint references message,
  settled_at timestamptz,
  check ((act = 'resolve') = (resolution_form is not null)),
  check ((state = 'published') = (message_id is not null)),
  check ((state = 'refused') = (refusal is not null))
);
create index pending_reply_due on pending_reply (publish_at) where state = 'pending';
create index pending_reply_of_ticket on pending_reply (ticket_id) where state in ('pending', 'refused');
