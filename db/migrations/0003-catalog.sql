-- module: catalog
-- I: what is supported, what is a project for professional services, what is out of scope.
create type service_kind as enum ('support', 'project', 'out_of_scope');
create type priority as enum ('p1', 'p2', 'p3', 'p4', 'agreed');

create table category (
  id bigint generated always as identity primary key,
  name_es text not null,
  name_en text not null,
  position integer not null default 0,
  active boolean not null default true
);

create table service (
  id bigint generated always as identity primary key,
  category_id bigint not null references category,
  name_es text not null,
  name_en text not null,
  description_es text not null default '',
  description_en text not null default '',
  kind service_kind not null default 'support',
  priority_default priority,
  shared_responsibility boolean not null default false,
  team_id bigint references team,
  questions jsonb not null default '[]',
  position integer not null default 0,
  active boolean not null default true
);
create index service_of_category on service (category_id);
