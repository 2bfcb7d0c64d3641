import pg from 'pg';
import { type Answer, DescribedOnce, Descriptions } from './described-once.ts';

/** The server answers the commit of a transaction in which a statement failed with its rollback, and with no error. */
export class NothingCommitted extends Error {
  override name = 'NothingCommitted';
}

/** How many different statements are kept prepared on one connection: more than the product has hot ones. */
const statementsMax = 500;

/** SQLSTATE of "cached plan must not change result type": a column was added under a prepared `select *`. */
const stalePlan = '0A000';

/**
 * A connection that prepares a statement when its text comes a second time, so that PostgreSQL parses and plans it
 * once and not at every call: planning is most of what a small statement costs. Texts without values are left alone;
 * they may hold several statements. `pg` prepares by name only and neither counts nor forgets: hence our own code.
 */
export class PreparingClient extends pg.Client {
  override query = this.inOneWrite(preparing(super.query.bind(this), new Descriptions()));

  /** Sends in one write what is asked in one turn: a write that wakes the server costs more than what it carries. */
  private inOneWrite(query: Query): Query {
    let gathering = false;
    const plain = query as (...args: unknown[]) => unknown;
    return ((...args: unknown[]) => {
      const { stream } = this.connection;
      if (!gathering) {
        gathering = true;
        stream.cork();
        process.nextTick(() => {
          gathering = false;
          stream.uncork();
        });
      }
      return plain(...args);
    }) as Query;
  }
}

type Query = pg.Client['query'];

/** Names are the process's, so that every connection calls the same statement by the same name. */
const names = new Map<string, string | null>();
let made = 0;

function preparing(query: Query, known: Descriptions): Query {
  // The overloads of `query` differ in what comes after the text, which is handed on untouched.
  const plain = query as (...args: unknown[]) => unknown;
  const prepared = (text: unknown, values: unknown, callback: unknown): unknown => {
    const name = typeof text === 'string' && hasValues(values) ? nameOf(text) : null;
    if (name === null) {
      const answer = plain(text, values, callback);
      return text === 'commit' && answer instanceof Promise ? answer.then(mustBeCommitted) : answer;
    }
    const ask = (answer: Answer) => plain(new DescribedOnce({ name, text, values }, known, answer));
    if (typeof callback === 'function') {
      return ask((error, result) => {
        forgetStalePlans(error);
        callback(error, result);
      });
    }
    return new Promise((resolve, reject) => {
      ask((error, result) => (error ? reject(error) : resolve(result)));
    }).catch((error: unknown) => {
      forgetStalePlans(error);
      // Where it was asked says more than the socket that brought the error.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    });
  };
  return prepared as Query;
}

function mustBeCommitted(result: pg.QueryResult): pg.QueryResult {
  if (result.command === 'COMMIT') return result;
  throw new NothingCommitted('a statement of this transaction failed, and nothing of it was kept');
}

const hasValues = (values: unknown): boolean => Array.isArray(values) && values.length > 0;

/** Null the first time that a text is seen, and when there are too many. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (typeof known === 'string') return known;
  if (known === undefined && names.size >= statementsMax) return null;
  // Never the same name for another text, not even after all were forgotten.
  if (known === null) made += 1;
  const name = known === null ? `s${made}` : null;
  names.set(text, name);
  return name;
}

/** A newer version has migrated the database under us: every statement is prepared anew, under another name. */
function forgetStalePlans(error: unknown): void {
  if (isStalePlan(error)) names.clear();
}

/** The same statement works when it is sent again. */
export const isStalePlan = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === stalePlan &&
  error.message.startsWith('cached plan');
