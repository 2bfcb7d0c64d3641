import type { Language } from '../../../kernel/language.ts';
import { formatTarget, formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { AgreementDraft, DraftProblem } from '../../web/contract.ts';
import { priorityWords } from '../parts/marks.tsx';

export type Term = AgreementDraft['terms'][number];
type Value = Term['value'];

const names: Readonly<Record<string, () => string>> = {
  firstResponseMinutes: m.agreement_term_first_response,
  resolutionMinutes: m.agreement_term_resolution,
  hours: m.agreement_term_hours,
  priorityUnsuggested: m.agreement_term_priority_unsuggested,
  availableUnitsMin: m.agreement_term_available_min,
  unitsPerTicketMin: m.agreement_term_per_ticket_min,
  minutesPerUnit: m.agreement_term_minutes_per_unit,
  furtherUnits: m.agreement_term_further_units,
  approvalLeadMinutes: m.agreement_term_approval_lead,
  overdraftUnitsMax: m.agreement_term_overdraft,
  adjustmentUnitsAloneMax: m.agreement_term_adjustment_alone,
  lowBalanceUnits: m.agreement_term_low_balance,
  expiryWarningDays: m.agreement_term_expiry_warning,
  objectionHours: m.agreement_term_objection,
  attemptsMin: m.agreement_term_attempts,
  attemptSpacingHours: m.agreement_term_spacing,
  graceHours: m.agreement_term_grace,
  presencesMax: m.agreement_term_presences,
  abandonment: m.agreement_term_abandonment,
  reopeningDays: m.agreement_term_reopening,
  automaticCloseDays: m.agreement_term_automatic_close,
  noticeMinutes: m.agreement_term_notice,
  waitMinutes: m.agreement_term_wait,
  slotsMax: m.agreement_term_slots,
  reminderMinutes: m.agreement_term_reminders,
  moment: m.agreement_term_moment,
  minutesAfterDue: m.agreement_term_after_due,
  everyMinutes: m.agreement_term_every,
  tells: m.agreement_term_tells,
  clockBreachTells: m.agreement_term_tells,
};

/** "Mínimo por solicitud"; with its priority or step where it is one of these: "Prioridad 1 · Atención". */
export function termName(key: string): string {
  const priority = priorityOf(key);
  const step = stepOf(key);
  const name = shortTermName(key);
  if (priority !== null) return `${priorityWords[priority]()} · ${name}`;
  return step === null ? name : `${stepWords(step)} · ${name}`;
}

const steps: Readonly<Record<string, () => string>> = {
  half: m.agreement_step_half,
  'three-quarters': m.agreement_step_three_quarters,
  'last-hour': m.agreement_step_last_hour,
  breach: m.agreement_step_breach,
  'escalation-1': m.agreement_step_escalation_1,
  'escalation-2': m.agreement_step_escalation_2,
  reminder: m.agreement_step_reminder,
};
export const stepWords = (step: string): string => steps[step]?.() ?? step;

/** The step of the clocks that a term belongs to (V.d); null for all others. */
export function stepOf(key: string): string | null {
  if (key === 'clockBreachTells') return 'breach';
  return /^clockSteps\.([^.]+)\./.exec(key)?.[1] ?? null;
}

/** A term of a newer server is shown by its key. */
export function shortTermName(key: string): string {
  const last = key.split('.').at(-1) ?? key;
  return names[last]?.() ?? key;
}

export type TimedPriority = 'p1' | 'p2' | 'p3' | 'p4';
const timed: readonly TimedPriority[] = ['p1', 'p2', 'p3', 'p4'];

export const priorityOf = (key: string): TimedPriority | null =>
  timed.find((priority) => key.startsWith(`targets.${priority}.`)) ?? null;

const choices: Readonly<Record<string, () => string>> = {
  calendar: m.agreement_term_hours_calendar,
  service: m.agreement_term_hours_service,
  charge: m.agreement_term_further_units_charge,
  approve: m.agreement_term_further_units_approve,
  close: m.agreement_term_abandonment_close,
  propose: m.agreement_term_abandonment_propose,
  assignee: m.agreement_term_tells_assignee,
  team: m.agreement_term_tells_team,
  supervisors: m.agreement_term_tells_supervisors,
  p1: priorityWords.p1,
  p2: priorityWords.p2,
  p3: priorityWords.p3,
  p4: priorityWords.p4,
};
export const choiceWords = (option: string): string => choices[option]?.() ?? option;

/** A value as it is read: "4 h", "2 unidades", "5 días", "corridas". */
export function valueWords(unit: Term['unit'], value: Value, language: Language): string {
  if (value === null) return '';
  if (unit === 'choice') return choiceWords(String(value));
  if (unit === 'audiences') return audienceWords(String(value));
  if (unit === 'warning') return warningWords(String(value));
  if (unit === 'spans') return spansWords(String(value));
  if (unit === 'day-list') return daysWritten(String(value)) || m.agreement_value_none();
  const count = Number(value);
  if (unit === 'minutes') return formatTarget(count);
  if (unit === 'hours') return m.agreement_value_hours({ count: String(count) });
  if (unit === 'days') return m.agreement_value_days({ count });
  if (unit === 'slots') return String(count);
  if (unit === 'times') return m.agreement_value_times({ count });
  return unit === 'attempts' ? m.agreement_value_attempts({ count }) : formatUnits(count, language);
}

const audienceWords = (value: string): string =>
  value === '' ? m.agreement_term_tells_nobody() : value.split(',').map(choiceWords).join(', ');

/** `50%` and `60m`, as `readWarning` takes them apart; what is neither as it was written. */
function warningWords(value: string): string {
  const warning = readWarning(value);
  if (warning === null) return value;
  return warning.kind === 'percent'
    ? m.agreement_value_percent({ count: String(warning.count) })
    : m.agreement_value_before({ span: formatTarget(warning.count) });
}

export function readWarning(
  value: string,
): { readonly kind: 'percent' | 'before'; readonly count: number } | null {
  const [, count, sign] = /^(\d+)(%|m)$/.exec(value) ?? [];
  if (sign === undefined) return null;
  return { kind: sign === '%' ? 'percent' : 'before', count: Number(count) };
}

/** "24 h, 1 h", as it is read and written. */
export const spansWritten = (value: string): string =>
  /^[\d,]+$/.test(value) ? value.split(',').map(Number).map(formatTarget).join(', ') : value;

/** "30, 7", as it is read and written. */
export const daysWritten = (value: string): string => value.replaceAll(',', ', ');

const spansWords = (value: string): string =>
  value === '' ? m.agreement_value_none() : m.agreement_value_before({ span: spansWritten(value) });

const unitNames = {
  hours: m.agreement_unit_hours,
  days: m.agreement_unit_days,
  'day-list': m.agreement_unit_days,
  units: m.agreement_unit_units,
  attempts: m.agreement_unit_attempts,
  times: m.agreement_unit_times,
  slots: m.agreement_unit_slots,
} as const;
/** What a number counts; spans and choices say it themselves. */
export const unitWords = (unit: Term['unit']): string | null =>
  unit in unitNames ? unitNames[unit as keyof typeof unitNames]() : null;

/** What is wrong with a field of the draft. */
export function draftProblemWords({ problem, facts }: DraftProblem): string {
  switch (problem) {
    case 'not-a-number':
      return m.agreement_problem_not_a_number();
    case 'out-of-bounds':
      return m.agreement_problem_out_of_bounds({
        min: String(facts['min']),
        max: String(facts['max']),
      });
    case 'attention-after-resolution':
      return m.agreement_problem_attention_after_resolution();
    case 'slower-than-lower-priority':
      return m.agreement_problem_slower_than_lower();
    case 'minimum-below-charge':
      return m.agreement_problem_minimum_below_charge();
    case 'lead-beyond-unit':
      return m.agreement_problem_lead_beyond_unit();
    case 'steps-out-of-order':
      return m.agreement_problem_steps_out_of_order();
    case 'nobody-told':
      return m.agreement_problem_nobody_told();
    case 'not-a-list':
      return m.agreement_problem_not_a_list();
    case 'too-many':
      return m.agreement_problem_too_many({ max: String(facts['max']) });
    case 'text-missing':
      return m.agreement_problem_text_missing();
    case 'placeholder-unknown':
      return m.agreement_problem_placeholder_unknown({ name: String(facts['name']) });
    default:
      return m.agreement_problem_not_an_option();
  }
}
