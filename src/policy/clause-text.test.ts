import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import { agreementText, clauseText } from './clause-text.ts';
import { clauseIds } from './clauses.ts';

const signatory = { firm: 'Soporte Andino', mailbox: 'mesa@andino.example' };

describe('clauseText', () => {
  it('fills the name of the firm', () => {
    expect(clauseText(agreementVersion1, 'VIII.b', 'es', signatory).text).toMatch(
      /^Soporte Andino puede cerrar un caso/,
    );
    expect(clauseText(agreementVersion1, 'VIII.b', 'en', signatory).text).toMatch(
      /^Soporte Andino may close a case/,
    );
  });

  it('fills the service mailbox (III)', () => {
    expect(clauseText(agreementVersion1, 'III', 'es', signatory).text).toMatch(
      /buzón de correo electrónico: mesa@andino\.example$/,
    );
  });

  it('keeps a name that looks like a replacement pattern', () => {
    const odd = { firm: "R$& {mailbox} $' Co", mailbox: 'x@y.example' };
    expect(clauseText(agreementVersion1, 'VIII.b', 'en', odd).text).toContain(
      "R$& {mailbox} $' Co may close",
    );
  });
});

describe('agreementText', () => {
  it.each(['es', 'en'] as const)(
    '%s has every clause once, in the order of the text',
    (language) => {
      const sections = agreementText(agreementVersion1, language, signatory);
      expect(sections.flatMap(({ clauses }) => clauses.map(({ id }) => id))).toEqual(clauseIds);
      expect(sections.map(({ id }) => id).join(' ')).toBe('P I II III IV V VI VII VIII T');
    },
  );

  it.each(['es', 'en'] as const)('%s leaves no placeholder', (language) => {
    expect(JSON.stringify(agreementText(agreementVersion1, language, signatory))).not.toMatch(
      /\{(firm|mailbox)\}/,
    );
  });

  it('opens a section with its heading and what stands before its first clause', () => {
    const section = agreementText(agreementVersion1, 'en', signatory).find(({ id }) => id === 'V');
    expect(section).toMatchObject({
      heading: "Soporte Andino's response to support requests",
      introduction: 'For each support request Soporte Andino will do the following:',
    });
  });
});
