-- module: tickets
-- Everything that an agent has, or that nobody has, newest first: what a search by agent reads.
create index ticket_of_assignee on ticket (assignee_person_id, id desc);
