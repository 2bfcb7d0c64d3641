-- module: tickets
alter table ticket add constraint ticket_with_its_organization unique (id, organization_id);

-- II, V.c: who reads a request and answers in it besides whoever asked. The customer of both is one and the same, and no
-- later mistake in the code can make it two.
create table participant (
  ticket_id bigint not null,
  person_id bigint not null,
  organization_id bigint not null,
  -- Copied by a mail, added by hand, or accepted after a mail had copied an address that nobody had.
  rule text not null check (rule in ('copied', 'by-hand', 'accepted')),
  added_by_person_id bigint not null references person,
  added_at timestamptz not null,
  -- Who was taken out stays out: no mail brings that person back.
  removed_at timestamptz,
  removed_by_person_id bigint references person,
  primary key (ticket_id, person_id),
  foreign key (ticket_id, organization_id) references ticket (id, organization_id),
  foreign key (person_id, organization_id) references contact (person_id, organization_id),
  check ((removed_at is null) = (removed_by_person_id is null))
);
create index participant_of_person on participant (person_id) where removed_at is null;

-- An address that a mail copied, and that a person has to judge before anything goes there.
create table participant_proposal (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  address text not null check (address = lower(address)),
  name text not null,
  proposed_by_person_id bigint not null references person,
  proposed_at timestamptz not null,
  outcome text check (outcome in ('accepted', 'declined')),
  decided_by_person_id bigint references person,
  decided_at timestamptz,
  unique (ticket_id, address),
  check ((outcome is null) = (decided_at is null)),
  check ((outcome is null) = (decided_by_person_id is null))
);
