-- module: reporting
-- A what-if goes on where a process that ended left it: what it had added up, and the last request that is in it.
alter table what_if add column checkpoint jsonb;
-- Answers from before say nothing of closing (VIII). They are worked out from what is still there: asked again, they say it.
delete from what_if;
