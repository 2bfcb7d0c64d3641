-- module: agreements
-- T6: what the versions published before appointments were kept say about them; the text left these open.
alter table agreement disable trigger agreement_append_only;
update agreement
   set terms = terms || '{"appointments": {"noticeMinutes": 240, "waitMinutes": 15, "reminderMinutes": [1440, 60], "slotsMax": 5}}'
 where not terms ? 'appointments';
alter table agreement enable trigger agreement_append_only;
