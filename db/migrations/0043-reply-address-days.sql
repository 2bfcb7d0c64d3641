-- module: agreements
-- VIII.c: how long after a request ended the address for its answers still finds it.
alter table firm add column reply_address_days integer not null default 30
  check (reply_address_days between 1 and 365);
