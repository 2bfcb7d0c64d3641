-- module: catalog
-- I: what the firm answers whoever asks for something that it does not support, and what to choose instead.
alter table service
  add column answer_es text not null default '' check (length(answer_es) <= 2000),
  add column answer_en text not null default '' check (length(answer_en) <= 2000),
  -- 0: the firm has written none yet; each change of its words is the next one.
  add column answer_version integer not null default 0 check (answer_version >= 0),
  add column suggested_service_id bigint references service check (suggested_service_id <> id);
