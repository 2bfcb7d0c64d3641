-- module: correspondence
-- Until when an uploaded file that was not sent yet is kept although it is old: a draft holds it. Null: nobody does.
alter table attachment add column kept_until timestamptz;
