-- module: people
-- Who must have a second factor, and from when. Nobody, while there is no row.
create table factor_rules (
  only_one boolean primary key default true check (only_one),
  agents_from timestamptz,
  customer_administrators_from timestamptz
);
