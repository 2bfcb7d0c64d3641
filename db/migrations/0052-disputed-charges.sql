-- module: credits
-- An objection freezes the charge that it disputes: until it ends nothing else may correct that charge, whichever way it
-- comes from. The ledger refuses it in words; these constraints stand behind the ledger.

-- The customer may take an objection back.
alter table credit_objection drop constraint credit_objection_state_check;
alter table credit_objection add constraint credit_objection_state_check
  check (state in ('open', 'accepted', 'rejected', 'withdrawn'));

-- Before there was a freeze a charge could be corrected while it was disputed. What was given back whole is accepted by
-- that correction; of the others what is left is disputed.
with net as (
  select objection.id, charge.consumed_change + coalesce(sum(correction.consumed_change), 0) as units,
         max(correction.sequence) as correction_sequence
    from credit_objection as objection
    join credit_entry as charge
      on charge.organization_id = objection.organization_id and charge.sequence = objection.entry_sequence
    left join credit_entry as correction
      on correction.organization_id = charge.organization_id and correction.corrects_sequence = charge.sequence
   where objection.state = 'open'
   group by objection.id, charge.consumed_change
), settled as (
  update credit_objection as objection
     set state = 'accepted', correction_sequence = net.correction_sequence, decided_at = now()
    from net
   where net.id = objection.id and net.units <= 0
  returning objection.id
), left_over as (
  update credit_objection as objection set units = net.units
    from net
   where net.id = objection.id and net.units > 0
)
update credit_adjustment_request as request
   set state = 'declined', decided_at = now()
  from settled
 where request.objection_id = settled.id and request.state = 'open';

-- Raised on a charge, for exactly what it still costs, and under the account's lock, so that no correction that has not
-- been committed yet slips past; ended once; accepted only by an entry that corrects the charge.
create function check_objection() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform from credit_account where organization_id = new.organization_id for no key update;
    if new.units is distinct from (
      select charge.consumed_change + coalesce((
               select sum(consumed_change) from credit_entry
                where organization_id = new.organization_id and corrects_sequence = new.entry_sequence), 0)
        from credit_entry as charge
       where charge.organization_id = new.organization_id and charge.sequence = new.entry_sequence
         and charge.kind = 'charge' and charge.ticket_id = new.ticket_id
    ) then
      raise exception 'an objection disputes what its charge costs' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.state <> 'open'
     or (new.id, new.organization_id, new.entry_sequence, new.ticket_id, new.units, new.raised_at, new.due_at)
        is distinct from
        (old.id, old.organization_id, old.entry_sequence, old.ticket_id, old.units, old.raised_at, old.due_at) then
    raise exception 'an objection is ended once and never edited' using errcode = 'check_violation';
  end if;
  if new.state = 'accepted' and not exists (
    select from credit_entry
     where organization_id = new.organization_id and sequence = new.correction_sequence
       and corrects_sequence = new.entry_sequence and consumed_change < 0
  ) then
    raise exception 'an objection is accepted by a correction of its charge' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger credit_objection_stands before insert or update or delete on credit_objection
  for each row execute function check_objection();

-- Looked at when the transaction commits: the correction that accepts an objection and the end of it are one act.
create function forbid_disputed_correction() returns trigger language plpgsql as $$
begin
  if exists (select from credit_objection
              where organization_id = new.organization_id and entry_sequence = new.corrects_sequence
                and state = 'open') then
    raise exception 'entry % of customer % is disputed: nothing corrects it until its objection ends',
      new.corrects_sequence, new.organization_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger credit_entry_disputed_stands after insert on credit_entry
  deferrable initially deferred for each row when (new.corrects_sequence is not null)
  execute function forbid_disputed_correction();
