-- module: correspondence
-- III: where the mail of a mailbox is fetched, when no server delivers it to us. Secrets are sealed: the key that opens
-- them is never in the database.
create table imap_source (
  mailbox_id bigint primary key references mailbox,
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  user_name text not null,
  sign_in text not null check (sign_in in ('password', 'microsoft', 'google')),
  -- The password, or the refresh token of the provider.
  secret_sealed text not null,
  oauth_tenant text not null default '',
  oauth_client_id text not null default '',
  oauth_client_secret_sealed text,
  folder text not null,
  -- Where processed mail is moved; null: it stays and is marked as read.
  done_folder text,
  -- Older mail stays untouched when the folder is read for the first time; null: all of it is taken.
  since timestamptz,
  -- Grows with every change by a person: who reads the mailbox begins anew.
  version integer not null default 1,
  -- How far we are, in the UIDs of this validity.
  uid_validity text,
  last_uid bigint not null default 0,
  -- One process reads one mailbox; when it is silent for a while, another one does.
  held_by text,
  held_until timestamptz,
  -- What a person is told.
  state text not null default 'new' check (state in ('new', 'connected', 'failing')),
  state_since timestamptz,
  failure text,
  failure_words text,
  last_mail_at timestamptz
);

-- Each message that was fetched, by its key on the server.
create table imap_message (
  mailbox_id bigint not null references imap_source on delete cascade,
  uid_validity text not null,
  uid bigint not null,
  inbound_mail_id bigint not null references inbound_mail,
  -- Null: committed here, and not yet moved or marked there.
  settled_at timestamptz,
  primary key (mailbox_id, uid_validity, uid)
);
create index imap_message_unsettled on imap_message (mailbox_id, uid) where settled_at is null;
create index imap_message_inbound on imap_message (inbound_mail_id);
