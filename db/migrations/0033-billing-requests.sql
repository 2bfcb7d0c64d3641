-- module: credits
-- What people ask of billing. Each is asked once, decided once, and never edited in between.
create table credit_objection (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  -- The charge that the customer does not accept. One objection a charge: a decision on it is final.
  entry_sequence bigint not null,
  ticket_id bigint not null references ticket,
  -- What the charge had cost, corrections included, when it was objected to.
  units bigint not null check (units > 0),
  reason text not null,
  raised_by_person_id bigint not null references person,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  answer text,
  decided_by_person_id bigint references person,
  decided_at timestamptz,
  correction_sequence bigint,
  unique (organization_id, entry_sequence),
  foreign key (organization_id, entry_sequence) references credit_entry (organization_id, sequence),
  foreign key (organization_id, correction_sequence) references credit_entry (organization_id, sequence),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'accepted') = (correction_sequence is not null)),
  check (state <> 'rejected' or answer is not null)
);
create index credit_objection_open on credit_objection (due_at, id) where state = 'open';

-- An adjustment above what one person may make alone waits for another one.
create table credit_adjustment_request (
  id bigint generated always as identity primary key,
  organization_id bigint not null references credit_account,
  units bigint not null check (units <> 0),
  reason text not null,
  corrects_sequence bigint,
  -- The objection that it accepts once it is confirmed.
  objection_id bigint references credit_objection,
  requested_by_person_id bigint not null references person,
  requested_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'declined')),
  decided_by_person_id bigint references person,
  decided_at timestamptz,
  entry_sequence bigint,
  check (state <> 'confirmed' or decided_by_person_id <> requested_by_person_id),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'confirmed') = (entry_sequence is not null))
);
create index credit_adjustment_request_open on credit_adjustment_request (id) where state = 'open';
create unique index credit_adjustment_request_of_objection on credit_adjustment_request (objection_id) where state = 'open';

-- Units that a customer asks to buy.
create table credit_top_up (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  units bigint not null check (units > 0),
  note text not null,
  requested_by_person_id bigint not null references person,
  requested_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'recorded', 'declined')),
  answer text,
  decided_by_person_id bigint references person,
  decided_at timestamptz,
  entry_sequence bigint,
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'recorded') = (entry_sequence is not null)),
  check (state <> 'declined' or answer is not null)
);
create index credit_top_up_open on credit_top_up (id) where state = 'open';
create index credit_top_up_of_organization on credit_top_up (organization_id, id desc);

-- By when an objection is to be decided is a term since now.
alter table agreement disable trigger agreement_append_only;
update agreement set terms = jsonb_set(terms, '{credits,objectionHours}', '72')
 where not terms -> 'credits' ? 'objectionHours';
alter table agreement enable trigger agreement_append_only;
