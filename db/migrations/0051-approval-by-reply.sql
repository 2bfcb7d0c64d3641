-- module: tickets
-- T4: `mail` is the link of the letter; `reply`, an answer to it in plain words.
alter table unit_approval drop constraint unit_approval_door_check;
alter table unit_approval add constraint unit_approval_door_check check (door in ('mail', 'portal', 'reply'));
