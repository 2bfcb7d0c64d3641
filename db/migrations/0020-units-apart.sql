-- module: tickets
-- T5, T6: what a request owes beside its work: absences, charged at once, and visits, charged when it closes.
alter table ticket
  add column absence_units integer not null default 0 check (absence_units >= 0),
  add column surcharge_units integer not null default 0 check (surcharge_units >= 0),
  add column surcharge_charged_units integer not null default 0
    check (surcharge_charged_units between 0 and surcharge_units);
