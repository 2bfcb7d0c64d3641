-- module: credits
-- A page of the statement by kind of movement reads what it shows; a purchase or a correction is found by its own words.
create index credit_entry_of_kind on credit_entry (organization_id, kind, at, sequence);
create index credit_entry_with_text on credit_entry (organization_id, sequence)
  where reference is not null or reason is not null;
