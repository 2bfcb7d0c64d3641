import { createHash, randomInt } from 'node:crypto';
import type { Tx } from '../../platform/database/index.ts';
import {
  deleteRecoveryCodes,
  insertRecoveryCodes,
  takeRecoveryCode,
} from './store/second-factor.ts';

/** Told this once; empty where none were made. */
export interface ToldCodes {
  readonly recoveryCodes: readonly string[];
}

const recoveryCodesCount = 10;

/** New ones, in place of all that were told before. */
export async function giveRecoveryCodes(tx: Tx, personId: number): Promise<ToldCodes> {
  await deleteRecoveryCodes(tx, personId);
  const recoveryCodes = Array.from({ length: recoveryCodesCount }, newRecoveryCode);
  await insertRecoveryCodes(tx, personId, recoveryCodes.map(hashOfRecoveryCode));
  return { recoveryCodes };
}

/** True when it was one of them; it is none any more. */
export const spendRecoveryCode = (tx: Tx, personId: number, code: string): Promise<boolean> =>
  takeRecoveryCode(tx, personId, hashOfRecoveryCode(code));

/** Without the letters and digits that are taken for one another. */
const recoveryAlphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** 78 random bits: too many to try, also for whoever has the hashes. */
function newRecoveryCode(): string {
  const characters = Array.from({ length: 16 }, () =>
    recoveryAlphabet.charAt(randomInt(recoveryAlphabet.length)),
  ).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

/** As people type it: with or without its dashes, in any case. */
const hashOfRecoveryCode = (code: string): Buffer =>
  createHash('sha256')
    .update(`recovery ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
    .digest();
