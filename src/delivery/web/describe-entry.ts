import { unreachable } from '../../kernel/assert.ts';
import type { Language } from '../../kernel/language.ts';
import type { StatementLine } from '../../modules/credits/index.ts';
import { formatMinutes, formatUnits } from '../ui/format.ts';
import * as m from '../ui/words/generated/messages.js';

/** Why a line stands in the statement, with its clause: the answer to "why was I charged two units?". */
export function describeEntry(
  line: StatementLine,
  ticketNumber: number | null,
  language: Language,
): string {
  const say = { locale: language };
  const { change, kind } = line;
  const inputs = {
    ticket: ticketNumber === null ? '' : `#${ticketNumber}`,
    work: formatMinutes(line.workMinutes ?? 0),
    clause: m.credits_clause({ clause: line.clause ?? '' }, say),
  };
  const units = (count: number) => formatUnits(Math.abs(count), language);
  switch (kind) {
    case 'purchase':
      return m.credits_line_purchase({ units: units(change.issued) }, say);
    case 'refund':
      return m.credits_line_refund({ units: units(change.issued) }, say);
    case 'hold': {
      const held = { ...inputs, units: units(change.held) };
      // A hold at admission covers no work yet; one after a reopening is for work (T4).
      if (line.workMinutes === null) return m.credits_line_hold(held, say);
      return m.credits_line_hold_work(held, say);
    }
    case 'hold_more': {
      const held = { ...inputs, units: units(change.held) };
      if (change.held > 0) return m.credits_line_hold_work(held, say);
      return m.credits_line_hold_less(held, say);
    }
    case 'charge': {
      const charged = { ...inputs, units: units(change.consumed) };
      if (line.clause === 'T3') return m.credits_line_charge_minimum(charged, say);
      // What is not the work of the request covers none.
      if (line.clause === 'T5') return m.credits_line_charge_visit(charged, say);
      if (line.clause === 'T6') return m.credits_line_charge_absence(charged, say);
      return m.credits_line_charge(charged, say);
    }
    case 'release':
      return m.credits_line_release({ ...inputs, units: units(change.held) }, say);
    case 'adjustment':
      return describeAdjustment(line, inputs.ticket, language);
    case 'expiry':
      return m.credits_line_expiry({ units: units(change.expired) }, say);
    default:
      return unreachable(kind);
  }
}

function describeAdjustment(line: StatementLine, ticket: string, language: Language): string {
  const say = { locale: language };
  const { available } = line.change;
  const units = formatUnits(available, language);
  const change = available > 0 ? `+${units}` : units;
  if (line.correctsSequence === null) return m.credits_line_adjustment({ change }, say);
  const sequence = line.correctsSequence;
  if (line.ticketId === null) return m.credits_line_correction({ change, sequence }, say);
  return m.credits_line_correction_ticket({ change, sequence, ticket }, say);
}
