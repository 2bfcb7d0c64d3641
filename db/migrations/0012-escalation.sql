-- module: notifications
-- V.d: an agent is told of a decision about a request; its words are made for its reader when they are read.
create table notice (
  person_id bigint not null references person,
  decision_id bigint not null references decision,
  ticket_id bigint not null references ticket,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (person_id, decision_id)
);
create index notice_unread on notice (person_id) where read_at is null;

-- Whom each step tells is a term since now. What earlier versions did: nobody was told of a warning or of a breach by
-- the desk itself, so they are given what version 1 is published with. The one change a published version ever gets.
alter table agreement disable trigger agreement_append_only;
update agreement set terms = jsonb_set(
  jsonb_set(terms, '{clockBreachTells}', '["assignee", "team", "supervisors"]'),
  '{clockSteps}',
  (select jsonb_agg(step || jsonb_build_object('tells', case
            when step ? 'minutesAfterDue' then '["assignee", "supervisors"]'::jsonb
            when step ? 'minutesBeforeDue' then '["assignee", "team"]'::jsonb
            when (step ->> 'atTargetPercent')::numeric >= 75 then '["assignee"]'::jsonb
            else '[]'::jsonb end) order by place)
     from jsonb_array_elements(terms -> 'clockSteps') with ordinality as steps (step, place)))
 where not terms ? 'clockBreachTells';
alter table agreement enable trigger agreement_append_only;
