-- module: credits
-- Whether the customer's administrators are sent its statement when a month is over.
alter table credit_account add column statement_by_mail boolean not null default true;
-- What became of a month of an account: looked at once, whichever process did.
create table credit_monthly_statement (
  organization_id bigint not null references credit_account,
  -- Of the customer's own calendar.
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- Null: nothing had moved and nothing was left, so nobody was written to.
  statement_id bigint references credit_statement,
  -- How often it was put in the post: by itself once, and whenever billing sends it again.
  sends integer not null default 0 check (sends >= 0),
  looked_at timestamptz not null,
  primary key (organization_id, month),
  check ((statement_id is null) = (sends = 0))
);
