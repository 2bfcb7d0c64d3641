import { type Impact, priorityForImpact } from './priority.ts';
import type { Priority } from './terms.ts';

/** Where in a mail something was read: shown to the agent who verifies it (V.b). */
export type MailPlace = 'label' | 'phrase' | 'header';

/** IV.d: what the writer of a mail says about impact and priority. Null: not said, the acknowledgement asks. */
export interface MailSuggestion {
  readonly priority: {
    readonly value: Priority;
    readonly readIn: MailPlace;
    /** The words themselves, for the ticket's log. */
    readonly words: string;
  } | null;
  readonly impact: {
    /** The words themselves. */
    readonly text: string;
    readonly readIn: MailPlace;
    /** The level they name, when they name one. */
    readonly level: Impact | null;
  } | null;
}

export interface MailWords {
  readonly subject: string;
  /** What the writer wrote now: quoted mails would suggest what somebody else once said. */
  readonly text: string;
  /** Values of Importance, X-Priority, Priority and X-MSMail-Priority. */
  readonly importance: readonly string[];
}

/**
 * IV.d: reads business impact and suggested priority from a mail in Spanish or English. The surest place wins: a
 * labelled line, then a plain phrase, then the level that the impact names, then the sender's importance flag.
 * Whatever is ambiguous suggests nothing: the acknowledgement asks.
 */
export function suggestionFromMail(mail: MailWords): MailSuggestion {
  const lines = `${mail.subject}\n${mail.text}`
    .slice(0, scannedCharactersMax)
    .split('\n')
    .slice(0, 400)
    .map((line) => line.slice(0, 500).trim());
  const impact = labelledImpact(lines.slice(1)) ?? phrasedImpact(lines);
  const priority =
    labelledPriority(lines) ??
    // A labelled line that names no level, or several, is a form left unfilled: its words are no phrase.
    phrasedPriority(lines.filter((line) => !priorityLabel.test(line))) ??
    (impact?.level == null
      ? null
      : { value: priorityForImpact(impact.level), readIn: impact.readIn, words: impact.text }) ??
    flaggedPriority(mail.importance);
  return { priority, impact };
}

const scannedCharactersMax = 32_768;

type SuggestedPriority = MailSuggestion['priority'];
type SuggestedImpact = MailSuggestion['impact'];

const labelStart = String.raw`^[\s*_>#•·-]{0,8}(?:\d{1,2}[.)]\s?|[a-d][.)]\s?)?`;
const labelEnd = String.raw`[*_]{0,2}\s?(?:\([^)]{0,60}\)\s?)?[:=][*_]{0,2}\s*(.*)$`;

const priorityLabel = new RegExp(
  `${labelStart}(?:(?:nivel de )?prioridad(?: sugerida| propuesta| solicitada| estimada)?(?: para su resoluci[oó]n)?|urgencia|severidad|criticidad|(?:suggested |requested |proposed )?priority(?: level)?|urgency|severity)${labelEnd}`,
  'iu',
);
const impactLabel = new RegExp(
  `${labelStart}(?:(?:nivel de |descripci[oó]n del )?impacto(?: (?:en|para|sobre|al?) (?:el |la |nuestro |nuestra )?(?:negocio|empresa|operaci[oó]n|operaciones))?|afectaci[oó]n(?: (?:al|en el) negocio)?|(?:business )?impact(?: (?:on|to) (?:the |our )?(?:business|operations?))?)${labelEnd}`,
  'iu',
);

function labelledPriority(lines: readonly string[]): SuggestedPriority {
  for (const [i, line] of lines.entries()) {
    const match = priorityLabel.exec(line);
    if (match === null) continue;
    const value = match[1]?.trim() || (lines[i + 1] ?? '');
    const level = levelIn(value);
    if (level !== null) return { value: level, readIn: 'label', words: `${line}`.slice(0, 200) };
  }
  return null;
}

function labelledImpact(lines: readonly string[]): SuggestedImpact {
  for (const [i, line] of lines.entries()) {
    const match = impactLabel.exec(line);
    if (match === null) continue;
    const text = match[1]?.trim() || (lines[i + 1] ?? '').trim();
    if (!/\p{L}{3}/u.test(text) || priorityLabel.test(text)) continue;
    return { text: text.slice(0, 500), readIn: 'label', level: impactIn(text) };
  }
  return null;
}

/** Each level by the words people use. The agreement's own names (VI.a-e) are among them. */
const levels: readonly (readonly [Priority, RegExp])[] = [
  [
    'p1',
    /\b(?:p ?1|prioridad (?:n[º°o.]{1,2} ?)?1|nivel 1|cr[ií]tic[ao]s?|critical|urgente?|urgent[ií]sim[ao]|m[aá]xim[ao]|muy alta|highest|blocker|bloqueante|emergencia|emergency|inmediata)(?![\p{L}\d])|^1\b/iu,
  ],
  [
    'p2',
    /\b(?:p ?2|prioridad (?:n[º°o.]{1,2} ?)?2|nivel 2|alt[ao]|high|importante|important|major)(?![\p{L}\d])|^2\b/iu,
  ],
  [
    'p3',
    /\b(?:p ?3|prioridad (?:n[º°o.]{1,2} ?)?3|nivel 3|medi[ao]|medium|normal|moderad[ao]|moderate|regular)(?![\p{L}\d])|^3\b/iu,
  ],
  [
    'p4',
    /\b(?:p ?4|prioridad (?:n[º°o.]{1,2} ?)?4|nivel 4|baj[ao]|low|lowest|leve|menor|minor)(?![\p{L}\d])|^4\b/iu,
  ],
  ['agreed', /\b(?:convenida|a convenir|agreed)(?![\p{L}\d])/iu],
];

const notUrgent =
  /\b(?:no (?:es |hay |tiene |corre )?(?:tan |muy |nada )?(?:urgen(?:te|cia)|prisa)|sin (?:urgencia|prisa|apuro)|not (?:at all |that |very )?urgent|no (?:rush|hurry|urgency)|non-urgent)\b/iu;

/** The one level that a short value names; null for none and for several ("1 / 2 / 3 / 4" left as it was). */
function levelIn(value: string): Priority | null {
  const short = value.slice(0, 60);
  if (notUrgent.test(short)) return 'p4';
  if (/^[1-5]\s?[,/|]\s?[1-5]/.test(short)) return null;
  const named = levels.filter(([, words]) => words.test(short)).map(([level]) => level);
  // "Prioridad 2 (Alta)" and "muy alta" name one level twice.
  if (/\bmuy alt[ao]\b|\bvery high\b/iu.test(short)) return 'p1';
  return named.length === 1 ? (named[0] ?? null) : null;
}

const phrases: readonly (readonly [Priority, RegExp])[] = [
  [
    'p1',
    /\b(?:prioridad|priority|urgencia)(?: (?:sugerida|es|is|de|nivel|level|muy))*[ :]{1,2}(?:1\b|p1\b|cr[ií]tica|critical|m[aá]xima|highest|muy alta)|\b(?:critical|highest|top|m[aá]xima|absoluta)[ -](?:priority|prioridad)\b|^\W{0,3}\[?p1\b/iu,
  ],
  [
    'p2',
    /\b(?:prioridad|priority|urgencia)(?: (?:sugerida|es|is|de|nivel|level))*[ :]{1,2}(?:2\b|p2\b|alta|high)|\bhigh[ -]priority\b|\balta prioridad\b|^\W{0,3}\[?p2\b/iu,
  ],
  [
    'p3',
    /\b(?:prioridad|priority|urgencia)(?: (?:sugerida|es|is|de|nivel|level))*[ :]{1,2}(?:3\b|p3\b|media|medium|normal|moderada)|\b(?:medium|normal)[ -]priority\b|^\W{0,3}\[?p3\b/iu,
  ],
  [
    'p4',
    /\b(?:prioridad|priority|urgencia)(?: (?:sugerida|es|is|de|nivel|level))*[ :]{1,2}(?:4\b|p4\b|baja|low)|\blow[ -]priority\b|\bbaja prioridad\b|\bcuando (?:puedan|tengan (?:un )?(?:tiempo|chance|momento))\b|\bwhen(?:ever)? you (?:can|have (?:a )?(?:time|moment|chance))\b|^\W{0,3}\[?p4\b/iu,
  ],
  [
    'agreed',
    /\b(?:prioridad|priority)[ :]{1,2}(?:convenida|a convenir|agreed)\b|\bagreed priority\b/iu,
  ],
];

const urgent =
  /\b(?:urgente(?:mente)?|urgent(?:ly)?|lo antes posible|cuanto antes|a la brevedad(?: posible)?|as soon as possible|asap|con urgencia|de inmediato|immediately)\b/iu;

function phrasedPriority(lines: readonly string[]): SuggestedPriority {
  const found = (value: Priority, line: string): SuggestedPriority => ({
    value,
    readIn: 'phrase',
    words: line.slice(0, 200),
  });
  const outright = firstMatch(lines, phrases);
  if (outright !== null) return found(outright.level, outright.line);
  const relaxed = lines.find((line) => notUrgent.test(line));
  if (relaxed !== undefined) return found('p4', relaxed);
  const stopped = lines.find((line) => businessStopped.test(line));
  if (stopped !== undefined) return found('p1', stopped);
  const pressing = lines.find(
    (line) => urgent.test(line) && !/\b(?:no|not|nada)\b.{0,20}\burgen/iu.test(line),
  );
  return pressing === undefined ? null : found('p2', pressing);
}

function firstMatch(
  lines: readonly string[],
  list: readonly (readonly [Priority, RegExp])[],
): { level: Priority; line: string } | null {
  for (const line of lines) {
    const named = list.filter(([, words]) => words.test(line));
    const level = named[0]?.[0];
    if (named.length === 1 && level !== undefined) return { level, line };
  }
  return null;
}

/** VI.a: the business itself is stopped or losing. */
const businessStopped =
  /\b(?:no (?:podemos|puedo|pueden|se puede) (?:trabajar|operar|vender|facturar|cobrar|despachar|atender|producir|emitir facturas)|(?:estamos|tienda|empresa|planta|operaci[oó]n|producci[oó]n|negocio|sistema|servidor|servicio|todo)\b.{0,30}\b(?:parad[ao]s?|detenid[ao]s?|ca[ií]d[ao]s?|paralizad[ao]s?|inoperativ[ao])|(?:we|users|nobody|no one|everyone)\b.{0,12}\b(?:can ?not|can't|cannot|can|unable to) (?:work|sell|operate|invoice|ship|bill)|(?:system|server|production|service|business|site|everything) (?:is |are )?(?:completely |totally )?(?:down|stopped|halted))\b/iu;

const impactLevels: readonly (readonly [Impact, RegExp])[] = [
  [
    'material',
    /\b(?:cr[ií]tic[ao]|critical|material(?:mente)?|materially|muy alt[ao]|very high|sever[eo]|grave|grav[ií]simo|total|paraliza|detiene|parad[ao])\b/iu,
  ],
  ['important', /\b(?:alt[ao]|high|importante|important|significativ[ao]|significant|major)\b/iu],
  ['moderate', /\b(?:medi[ao]|medium|moderad[ao]|moderate)\b/iu],
  [
    'slight',
    /\b(?:baj[ao]|low|leve|m[ií]nim[ao]|minor|minimal|slight|ninguno|none|sin impacto)\b/iu,
  ],
];

function impactIn(text: string): Impact | null {
  if (businessStopped.test(text)) return 'material';
  const short = text.slice(0, 80);
  if (/\bmuy alt[ao]\b/iu.test(short)) return 'material';
  const named = impactLevels.filter(([, words]) => words.test(short)).map(([level]) => level);
  return named.length === 1 ? (named[0] ?? null) : null;
}

const impactPhrase =
  /\b(?:(?:impacto|impact)\b.{0,40}\b(?:es|is|ser[ií]a|cr[ií]tico|alto|importante|medio|moderado|bajo|leve|critical|high|important|medium|moderate|low|minor|slight)\b|(?:nos )?(?:afecta|impide|retrasa|paraliza|detiene|perjudica)\b.{0,60}\b(?:negocio|empresa|ventas?|operaci[oó]n|operaciones|producci[oó]n|clientes?|facturaci[oó]n|cierre|n[oó]mina)|(?:affects?|impacts?|prevents?|blocks?|stops?|delays?)\b.{0,60}\b(?:business|sales?|operations?|production|customers?|invoicing|billing|payroll|everyone|whole))/iu;

function phrasedImpact(lines: readonly string[]): SuggestedImpact {
  const line =
    lines.find((one) => businessStopped.test(one)) ?? lines.find((one) => impactPhrase.test(one));
  if (line === undefined) return null;
  const level = impactIn(
    /\b(?:impacto|impact)\b.*$/iu.exec(line)?.[0] ?? (businessStopped.test(line) ? line : ''),
  );
  return { text: line.slice(0, 500), readIn: 'phrase', level };
}

/** Mail programs have three flags for four levels: the red mark says important, not that the business stands still. */
function flaggedPriority(importance: readonly string[]): SuggestedPriority {
  for (const value of importance) {
    const flag = value.trim().toLowerCase().slice(0, 40);
    if (/^(?:high|urgent|[12](?!\d))/.test(flag))
      return { value: 'p2', readIn: 'header', words: flag };
    if (/^(?:low|non-urgent|[45](?!\d))/.test(flag))
      return { value: 'p4', readIn: 'header', words: flag };
  }
  return null;
}
