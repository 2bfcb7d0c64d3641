-- module: correspondence
-- What goes with a mail that is a copy of no message: a statement of units.
create table outgoing_mail_file (
  mail_id bigint not null references outgoing_mail,
  blob_sha256 bytea not null references blob,
  file_name text not null check (file_name <> ''),
  media_type text not null,
  primary key (mail_id, blob_sha256)
);
