-- module: people
-- II: whose people write from a domain is asked whenever a mail copies an address that nobody has.
create index person_address_domain on person_address (split_part(address, '@', 2));

-- A contact is of one customer: what names both cannot name another's.
alter table contact add constraint contact_with_its_organization unique (person_id, organization_id);
