-- module: tickets
-- Requests by the span in which they were registered: reports and the what-if read them in that order.
create index ticket_registered on ticket (registered_at, id) where registered_at is not null;
