-- module: tickets
-- I: what a request was told about its scope: a copy, so that it stays when the catalogue changes.
create table scope_answer (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  -- Null: an agent wrote it without choosing a service.
  service_id bigint references service,
  service_kind service_kind not null check (service_kind <> 'support'),
  -- Of the service's own words; 0: those of the product.
  answer_version integer check (answer_version >= 0),
  language language not null,
  answer text not null check (length(answer) between 1 and 10000),
  suggested_service_id bigint references service,
  at timestamptz not null,
  check ((service_id is null) = (answer_version is null))
);
create index scope_answer_of_ticket on scope_answer (ticket_id, id);
