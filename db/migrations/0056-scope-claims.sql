-- module: tickets
-- I: the customer thinks that it is in scope, and what an agent decided about it.
alter table scope_answer
  add column claim text check (length(claim) between 3 and 10000),
  add column claimed_by_person_id bigint references person,
  add column claimed_at timestamptz,
  add column outcome text check (outcome in ('in-scope', 'out-of-scope')),
  add column decided_by_person_id bigint references person,
  add column decided_at timestamptz,
  add column decision_reason text,
  -- As what an agent took it on.
  add column decided_service_id bigint references service,
  add check ((claim is null) = (claimed_at is null) and (claim is null) = (claimed_by_person_id is null)),
  add check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by_person_id is null)),
  add check ((outcome is not distinct from 'in-scope') = (decided_service_id is not null));

-- While a claim waits for an agent.
alter table ticket add column scope_claimed_at timestamptz;
create index ticket_scope_claimed on ticket (id desc) where scope_claimed_at is not null;
