-- module: correspondence
-- What a mail was besides its text: shown with the message that it became.
create table mail_facts (
  inbound_mail_id bigint primary key references inbound_mail,
  -- Pictures of the mail itself in what is shown of it first, and pictures on other machines in all of it.
  pictures_in_place integer not null check (pictures_in_place >= 0),
  remote_pictures integer not null check (remote_pictures >= 0),
  signed text check (signed in ('pgp', 'smime')),
  encrypted text check (encrypted in ('pgp', 'smime')),
  -- Lists of what the mail said of other letters and of appointments: to be shown, never acted on.
  forwarded_letters jsonb not null default '[]' check (jsonb_typeof(forwarded_letters) = 'array'),
  invitations jsonb not null default '[]' check (jsonb_typeof(invitations) = 'array')
);

-- What an attachment is to its mail; the rest is machinery and stays in the raw mail.
alter table attachment add column role text not null default 'file'
  check (role in ('file', 'message', 'calendar', 'bundle'));
