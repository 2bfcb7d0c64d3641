import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import type { Language } from '../../kernel/language.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LetterName } from './letter-names.ts';
import { type LetterTemplate, selectCurrentTemplates } from './template-store.ts';

/** The versions in force, kept in memory: writing a letter asks the database for none. */
export interface LetterTemplates {
  /** The version of a letter in force; null while nobody adjusted it. */
  current(db: Db, name: LetterName, language: Language): Promise<LetterTemplate | null>;
  /** Something was changed, or may have been. */
  forget(): void;
}

/** Read again after so long in any case, should a change not have been heard of. */
const keptMsMax = 5 * minuteMs;

export function keepTemplates(now: () => Instant): LetterTemplates {
  let kept: { readonly readAt: Instant; readonly all: Promise<readonly LetterTemplate[]> } | null =
    null;

  /** What was forgotten while it was read is read again by whoever comes next. */
  async function read(db: Db): Promise<readonly LetterTemplate[]> {
    const reading = { readAt: now(), all: selectCurrentTemplates(db) };
    kept = reading;
    try {
      return await reading.all;
    } catch (error) {
      if (kept === reading) kept = null;
      throw error;
    }
  }

  return {
    async current(db, name, language) {
      const isFresh = kept !== null && Math.abs(now() - kept.readAt) < keptMsMax;
      const all = isFresh && kept !== null ? await kept.all : await read(db);
      return all.find((each) => each.letter === name && each.language === language) ?? null;
    },
    forget() {
      kept = null;
    },
  };
}
