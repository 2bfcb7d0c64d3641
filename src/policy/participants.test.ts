import { describe, expect, it } from 'vitest';
import { type CopiedAddress, type CopyingSender, isFreemail, judgeCopied } from './participants.ts';

const proven: CopyingSender = { isProven: true, mayAsk: true, isAutomatic: false };
const colleague: CopiedAddress = {
  isDesk: false,
  isMachine: false,
  belongsTo: 'authorised-contact',
  standing: 'none',
};

describe('II who is in copy of a mail', () => {
  const cases: readonly (readonly [
    fact: string,
    sender: Partial<CopyingSender>,
    copied: Partial<CopiedAddress>,
    verdict: string,
  ])[] = [
    ['an authorised contact of the same customer follows the request', {}, {}, 'join'],
    ['an unproven author brings nobody: a person decides', { isProven: false }, {}, 'propose'],
    ['who may not ask brings nobody', { mayAsk: false }, {}, 'leave'],
    ['a machine brings nobody', { isAutomatic: true }, {}, 'leave'],
    ['a contact who may not ask is proposed', {}, { belongsTo: 'contact' }, 'propose'],
    [
      'an unknown address at the customer’s domain is proposed',
      {},
      { belongsTo: 'customers-domain' },
      'propose',
    ],
    [
      'an unknown address that an unproven author names is nothing',
      { isProven: false },
      { belongsTo: 'customers-domain' },
      'leave',
    ],
    ['anybody else stays outside', {}, { belongsTo: 'elsewhere' }, 'leave'],
    ['the desk’s own addresses never follow', {}, { isDesk: true }, 'leave'],
    ['an address that nobody reads never follows', {}, { isMachine: true }, 'leave'],
    ['who asked is no participant', {}, { standing: 'asker' }, 'leave'],
    ['nobody is added twice', {}, { standing: 'participant' }, 'leave'],
    ['no mail brings back who was taken out', {}, { standing: 'removed' }, 'leave'],
    ['what was proposed is not proposed again', {}, { standing: 'proposed' }, 'leave'],
  ];
  it.each(cases)('%s', (_, sender, copied, verdict) => {
    expect(judgeCopied({ ...proven, ...sender }, { ...colleague, ...copied })).toBe(verdict);
  });

  it('a free mail domain is nobody’s', () => {
    for (const domain of ['gmail.com', 'hotmail.es', 'yahoo.com.ve', 'cantv.net']) {
      expect(isFreemail(domain), domain).toBe(true);
    }
    for (const domain of ['orinoco.example', 'livent.com', 'mygmail.com.ve']) {
      expect(isFreemail(domain), domain).toBe(false);
    }
  });
});
