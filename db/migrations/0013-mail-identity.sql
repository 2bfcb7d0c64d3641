-- module: correspondence
-- II, III: who wrote a mail, as far as it could be proved: what was found out, and what the desk made of it.
alter table inbound_mail
  add column trust text check (trust in ('verified', 'unverified', 'failed')),
  add column authentication jsonb,
  -- The network did not answer: it is asked again, a few times, before the mail is judged without.
  add column check_attempts integer not null default 0,
  add column check_again_at timestamptz;

-- The name under which a mail server of ours writes Authentication-Results into what it hands on to this mailbox.
alter table mailbox add column trusted_authserv_id text check (trusted_authserv_id <> '');
