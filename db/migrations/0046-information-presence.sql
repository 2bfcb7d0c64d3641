-- module: tickets
-- VIII.b: each time the contact said "I am still here" about a question that stands open.
create table information_presence (
  id bigint generated always as identity primary key,
  information_request_id bigint not null references information_request,
  person_id bigint not null references person,
  -- By the link of a reminder, or in the portal.
  door text not null check (door in ('mail', 'portal')),
  confirmed_at timestamptz not null
);
create index information_presence_of_request on information_presence (information_request_id, id);
create trigger information_presence_append_only before update or delete on information_presence
  for each row execute function forbid_change();

-- How often it may be said is a term since now: earlier versions are given what version 1 is published with.
alter table agreement disable trigger agreement_append_only;
update agreement set terms = jsonb_set(terms, '{closing,presencesMax}', '2')
 where not terms -> 'closing' ? 'presencesMax';
alter table agreement enable trigger agreement_append_only;
update agreement_draft set terms = jsonb_set(terms, '{closing,presencesMax}', '2')
 where not terms -> 'closing' ? 'presencesMax';
