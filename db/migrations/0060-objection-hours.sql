-- module: credits
-- T4: that an objection came near its hour, and past it: each written down once, whichever process found it.
create table credit_objection_step (
  objection_id bigint not null references credit_objection,
  step text not null check (step in ('warned', 'overdue')),
  reached_at timestamptz not null,
  primary key (objection_id, step)
);
create trigger credit_objection_step_append_only before update or delete on credit_objection_step
  for each row execute function forbid_change();

-- When an open objection is to be looked at next; null once there is nothing more to tell.
alter table credit_objection add column next_step_at timestamptz;
-- In seconds: days would be those of the session's time zone. What is overdue already is told as overdue.
update credit_objection
   set next_step_at = raised_at + make_interval(secs => 0.75 * extract(epoch from due_at - raised_at)::double precision)
 where state = 'open';
create index credit_objection_next_step on credit_objection (next_step_at, id)
  where state = 'open' and next_step_at is not null;
