import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { inHours, sampleContext } from '../../../../test/support/sample-ticket.ts';
import type { StatementEntry } from '../../web/contract.ts';
import { type RetainedAccount, StatementLine } from './statement-line.tsx';

const charge: StatementEntry = {
  sequence: 9,
  at: '2026-03-02T13:00:00.000Z',
  kind: 'charge',
  balanceChange: -2,
  availableChange: 0,
  heldChange: -2,
  balanceAfter: 8,
  availableAfter: 7,
  ticketNumber: 1127,
  ticketSubject: 'No imprime <b>',
  clause: 'T4',
  workMinutes: 70,
  reference: null,
  reason: null,
  actor: null,
  words: 'Cobro de 2 unidades',
  hash: 'ab',
  disputedUnits: 0,
  objectable: true,
  objection: null,
};
const objection = {
  id: 3,
  state: 'open',
  reason: 'Fue una hora',
  dueAt: inHours(5),
  overdue: false,
  answer: null,
  givenBackUnits: null,
} as const;

const line = (entry: Partial<StatementEntry>, retained: RetainedAccount = {}) =>
  renderToString(
    <StatementLine
      context={sampleContext()}
      entry={{ ...charge, ...entry }}
      address="kind=charge&q=%231127"
      retained={retained}
      formKey="k"
    />,
  ).replaceAll('\u00a0', ' ');
const summaryOf = (html: string) => /<summary>.*?<\/summary>/s.exec(html)?.[0] ?? '';

describe('a line of the statement', () => {
  it('is one line that opens: what, when, for which request, how much; links stand below', () => {
    const html = line({});
    expect(html).toMatch(/^<li><details><summary>/);
    const summary = summaryOf(html);
    for (const shown of ['Cobro', '2 mar 2026', '#1127 No imprime &lt;b>', '−2']) {
      expect(summary).toContain(shown);
    }
    expect(summary).not.toMatch(/<a |<button|<form/);
    expect(html.slice(html.indexOf('</summary>'))).toContain('href="/tickets/1127"');
  });

  it('a hold shows what it takes from what is available, since it leaves the balance', () => {
    const held = { kind: 'hold', balanceChange: 0, availableChange: -1, heldChange: 1 } as const;
    expect(summaryOf(line(held))).toContain('−1');
  });

  it('a purchase is named by its reference', () => {
    const bought = { kind: 'purchase', ticketNumber: null, ticketSubject: null } as const;
    expect(summaryOf(line({ ...bought, reference: 'Factura 17' }))).toContain('Factura 17');
  });

  it('T4: an objection leads back to the statement as it was shown, and keeps its draft there', () => {
    const html = line({});
    expect(html).toContain(
      'action="/account/objections?entry=9&amp;statement=kind%3Dcharge%26q%3D%25231127"',
    );
    expect(html).toContain('data-draft="objection-9"');
    expect(html).toContain('data-draft-page="/account?kind=charge&amp;q=%231127"');
  });

  it('one whose objection was refused stands open, with what was typed', () => {
    const html = line({}, { act: 'objection', entrySequence: 9, text: 'Fue menos', mistake: '…' });
    expect(html).toMatch(/^<li><details open><summary>/);
    expect(html).toContain('Fue menos');
    expect(line({}, { act: 'objection', entrySequence: 8, text: 'Fue menos' })).not.toContain(
      'Fue menos',
    );
  });

  it('one that is disputed stands open, and its time goes on by itself', () => {
    const html = line({ objectable: false, disputedUnits: 2, objection });
    expect(html).toMatch(/^<li><details open><summary>/);
    expect(summaryOf(html)).toContain('Objetado');
    expect(html).toContain(`<span data-due="${objection.dueAt}">quedan 5 h</span>`);
  });

  it.each([
    ['accepted', 'Objeción aceptada'],
    ['rejected', 'Objeción no aceptada'],
    ['withdrawn', 'Objeción retirada'],
  ] as const)('what became of an objection is said on the line: %s', (state, words) => {
    const html = line({ objectable: false, objection: { ...objection, state, answer: 'Así fue' } });
    expect(html).toMatch(/^<li><details><summary>/);
    expect(summaryOf(html)).toContain(words);
    expect(html).not.toContain('data-due');
  });
});
