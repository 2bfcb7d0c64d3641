import type pg from 'pg';

export interface SchemaApart {
  /** Indexes first, references after them, as their check needs them; each sees all rows, as if it had been there. */
  putTogether(): Promise<void>;
}

/**
 * Empties every table and takes away what stands in the way of loading it: references between tables, in whatever order
 * they come; triggers, which were asked when the rows were first written; and indexes, which are built faster over all
 * rows than kept for each. In the caller's transaction; it needs to own the tables, and no more.
 */
export async function takeApart(client: pg.Client): Promise<SchemaApart> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  );
  const { rows: references } = await client.query<Statements>(referencesSql);
  const { rows: indexes } = await client.query<Statements>(indexesSql);
  const names = tables.map(({ name }) => `public.${name}`);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  for (const { drop } of [...references, ...indexes]) await client.query(drop);
  await client.query(`truncate ${names.join(', ')}`);
  return {
    async putTogether() {
      for (const { make } of [...indexes, ...references]) await client.query(make);
      for (const name of names) await client.query(`alter table ${name} enable trigger user`);
    },
  };
}

interface Statements {
  readonly drop: string;
  readonly make: string;
}

const referencesSql = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint
   where connamespace = 'public'::regnamespace and contype = 'f'
   order by conrelid::regclass::text, conname`;

/** Those of keys and other constraints stay: rows that come twice are refused as they come. */
const indexesSql = `
  select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
    from pg_index join pg_class on pg_class.oid = indexrelid
   where relnamespace = 'public'::regnamespace
     and not exists (select 1 from pg_constraint where conindid = indexrelid)
   order by indexrelid::regclass::text`;
