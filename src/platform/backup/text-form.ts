import type pg from 'pg';

/**
 * Values are written and read in the same form on every server, whatever it is set to; and what takes long may: the
 * limits are for statements that a person waits for.
 */
export async function writeAlike(client: pg.Client): Promise<void> {
  await client.query(`
    set timezone = 'UTC';
    set datestyle = 'ISO, YMD';
    set intervalstyle = 'postgres';
    set extra_float_digits = 3;
    set bytea_output = 'hex';
    set client_encoding = 'UTF8';
    set search_path = public;
    set statement_timeout = 0;
    set lock_timeout = 0;
    set idle_in_transaction_session_timeout = 0`);
}
