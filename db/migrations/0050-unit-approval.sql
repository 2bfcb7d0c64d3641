-- module: tickets
-- T4: where the agreement asks for it, units beyond the minimum are charged only once the customer approved them.
create table unit_approval (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  units integer not null check (units > 0),
  -- Why; in the words of whoever asked.
  note text not null default '',
  -- Null: the desk itself, when the work came near to the end of what was agreed to.
  asked_by_person_id bigint references person,
  asked_at timestamptz not null,
  -- What had been worked by then: it is part of what is approved.
  billable_minutes integer not null check (billable_minutes >= 0),
  state text not null default 'asked' check (state in ('asked', 'approved', 'declined', 'withdrawn')),
  -- Who answered, or took the question back; of one taken back null when the request ended or was merged.
  decided_by_person_id bigint references person,
  decided_at timestamptz,
  door text check (door in ('mail', 'portal')),
  check ((state = 'asked') = (decided_at is null)),
  check (state <> 'asked' or decided_by_person_id is null),
  check ((state in ('approved', 'declined')) = (door is not null)),
  check (door is null or decided_by_person_id is not null)
);
-- One question at a time, so that an answer is never for another one.
create unique index unit_approval_asked on unit_approval (ticket_id) where state = 'asked';
create index unit_approval_of_ticket on unit_approval (ticket_id, id);
alter table ticket add column approved_units integer not null default 0 check (approved_units >= 0);

-- Both are terms since now: earlier versions, and a draft under way, charge as they did.
alter table agreement disable trigger agreement_append_only;
update agreement
   set terms = jsonb_set(terms, '{credits}', terms -> 'credits' || '{"furtherUnits": "charge", "approvalLeadMinutes": 15}')
 where not terms -> 'credits' ? 'furtherUnits';
alter table agreement enable trigger agreement_append_only;
update agreement_draft
   set terms = jsonb_set(terms, '{credits}', terms -> 'credits' || '{"furtherUnits": "charge", "approvalLeadMinutes": 15}')
 where not terms -> 'credits' ? 'furtherUnits';
