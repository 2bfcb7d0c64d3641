import { type Impact, priorityForImpact } from './priority.ts';
import type { Priority } from './terms.ts';

/** Where in a mail something was read: shown to the agent who verifies it (V.b). */
export const mailPlaces = ['label', 'phrase', 'header'] as const;
export type MailPlace = (typeof mailPlaces)[number];

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

/** What of IV.d a request still lacks. */
export type MissingSuggestion = 'impact' | 'priority' | 'both';

export interface MailWords {
  readonly subject: string;
  /** What the writer wrote now: quoted mails would suggest what somebody else once said. */
  readonly text: string;
  /** The lines of Importance, X-Priority, Priority and X-MSMail-Priority: `Importance: high`. */
  readonly importance: readonly string[];
  /** What the writer was asked for: an answer of one word is understood then, and only then. */
  readonly asked?: MissingSuggestion | null;
}

export const nothingSuggested: MailSuggestion = { priority: null, impact: null };

/**
 * IV.d: reads business impact and suggested priority from a mail in Spanish or English. The surest place wins: a
 * labelled line, then a plain phrase, then the level that the impact names, then the sender's importance flag.
 * Whatever is ambiguous suggests nothing: the acknowledgement asks. Quoted lines say nothing.
 */
export function suggestionFromMail(mail: MailWords): MailSuggestion {
  const lines = linesOf(mail);
  const sentences = lines
    // A labelled line that names no level, or several, is a form left unfilled: its words are no phrase.
    .filter((line) => !priorityLabel.test(line) && !impactLabel.test(line))
    .flatMap((line) => line.split(sentenceEnd))
    .slice(0, sentencesMax);
  const asked = mail.asked ?? null;
  const impact =
    labelledImpact(lines.slice(1)) ??
    phrasedImpact(sentences) ??
    (asked === 'impact' ? terseImpact(lines) : null);
  const priority =
    labelledPriority(lines) ??
    phrasedPriority(sentences) ??
    (asked === 'priority' || asked === 'both' ? tersePriority(lines) : null) ??
    (impact?.level == null
      ? null
      : { value: priorityForImpact(impact.level), readIn: impact.readIn, words: impact.text }) ??
    flaggedPriority(mail.importance);
  return { priority, impact };
}

/** IV.d: what a request that came by mail still lacks; null when nothing does. A form asks for both by itself. */
export function missingSuggestion(request: {
  readonly channel: string;
  readonly impact: string | null;
  readonly prioritySuggested: Priority | null;
}): MissingSuggestion | null {
  if (request.channel !== 'email') return null;
  if (request.impact === null && request.prioritySuggested === null) return 'both';
  if (request.prioritySuggested === null) return 'priority';
  return request.impact === null ? 'impact' : null;
}

/**
 * IV.d: what of a later message of the customer still counts: it fills in what was missing, and a line that names the
 * priority outright corrects what a machine had only gathered. Once an agent verified it (V.b), nothing does.
 */
export function laterSuggestion(
  read: MailSuggestion,
  known: {
    readonly verified: boolean;
    readonly impact: string | null;
    readonly prioritySuggested: Priority | null;
    readonly prioritySource: string | null;
  },
): MailSuggestion {
  if (known.verified) return nothingSuggested;
  const { priority } = read;
  const corrects =
    priority?.readIn === 'label' &&
    priorityLabel.test(priority.words) &&
    priority.value !== known.prioritySuggested &&
    isGathered(known.prioritySource);
  return {
    impact: known.impact === null ? read.impact : null,
    priority: known.prioritySuggested === null || corrects ? priority : null,
  };
}

/** Where a suggestion was read, as the ticket keeps it: `label: Prioridad: alta`. */
export const suggestionSource = ({
  readIn,
  words: said,
}: NonNullable<MailSuggestion['priority']>): string => `${readIn}: ${said}`.slice(0, wordsShownMax);

/** Read from a mail, but not from a line that names the priority. */
function isGathered(source: string | null): boolean {
  const place = mailPlaces.find((one) => source?.startsWith(`${one}: `));
  if (source === null || place === undefined) return false;
  return !priorityLabel.test(source.slice(place.length + 2));
}

const scannedCharactersMax = 32_768;
const linesMax = 400;
const lineCharactersMax = 500;
const sentencesMax = 1_000;
const wordsShownMax = 200;

/** Subject first. Several labels on one line become several lines; quoted lines are somebody else's. */
const linesOf = ({ subject, text }: MailWords): readonly string[] => [
  subject.slice(0, lineCharactersMax).trim(),
  ...text
    .slice(0, scannedCharactersMax)
    .split('\n', linesMax)
    .filter((line) => !/^\s{0,3}[>|]/.test(line))
    .flatMap((line) => line.slice(0, lineCharactersMax).split(beforeLabel))
    .map((line) => line.trim()),
];

const sentenceEnd = /(?<=[.!?;])\s+/u;

type SuggestedPriority = MailSuggestion['priority'];
type SuggestedImpact = MailSuggestion['impact'];

const labelStart = String.raw`^[\s*_#•·¿-]{0,8}(?:\d{1,2}[.)]\s?|[a-d][.)]\s?)?`;
const labelEnd = String.raw`[*_]{0,2}\s?(?:\([^)]{0,60}\)\s?)?(?:[:=]|\t|\s[-–—]\s)[*_]{0,2}\s*(.*)$`;
const priorityName =
  '(?:nivel de )?(?:prioridad|urgencia|severidad|criticidad|importancia)(?: (?:sugerida|propuesta|solicitada|estimada|del caso))?(?: para su resoluci[oó]n)?|(?:suggested |requested |proposed )?(?:priority|urgency|severity)(?: level)?';
const impactName =
  '(?:nivel de |descripci[oó]n del )?impacto(?: (?:en|para|sobre|al?|de|del) (?:el |la |nuestro |nuestra |mi |su )?(?:negocio|empresa|operaci[oó]n|operaciones|trabajo))?|afectaci[oó]n(?: (?:al|en el) negocio)?|(?:business )?impact(?: (?:on|to) (?:the |our )?(?:business|operations?))?';

const priorityLabel = new RegExp(`${labelStart}(?:${priorityName})${labelEnd}`, 'iu');
const impactLabel = new RegExp(`${labelStart}(?:${impactName})${labelEnd}`, 'iu');
/** "Urgente: sí" */
const urgentLabel = new RegExp(`${labelStart}(?:es )?(?:urgente?)\\??${labelEnd}`, 'iu');
/** "Impacto: alto. Prioridad: media" */
const beforeLabel = new RegExp(
  String.raw`(?<=[.;,|/])\s{1,4}(?=[*_]{0,2}(?:${priorityName}|${impactName})[*_]{0,2}\s?[:=])`,
  'iu',
);

function labelledPriority(lines: readonly string[]): SuggestedPriority {
  for (const [i, line] of lines.entries()) {
    const named = priorityLabel.exec(line);
    const level = named === null ? urgencyAnswered(line) : levelIn(saidUnder(named, lines, i));
    if (level !== null) return { value: level, readIn: 'label', words: shown(line, lines, i) };
  }
  return null;
}

function urgencyAnswered(line: string): Priority | null {
  const answer = urgentLabel.exec(line)?.[1]?.trim() ?? '';
  if (/^(?:s[ií]|yes|true|x)(?![\p{L}\d])/iu.test(answer)) return 'p2';
  return /^(?:no|false)(?![\p{L}\d])/iu.test(answer) ? 'p4' : null;
}

function labelledImpact(lines: readonly string[]): SuggestedImpact {
  for (const [i, line] of lines.entries()) {
    const match = impactLabel.exec(line);
    if (match === null) continue;
    const text = saidUnder(match, lines, i);
    if (!/\p{L}{3}|^[1-4]\W*$/u.test(text) || priorityLabel.test(text) || isForm(text)) continue;
    return { text, readIn: 'label', level: impactIn(text) };
  }
  return null;
}

/** What stands behind a label, or below it. */
function saidUnder(match: RegExpExecArray, lines: readonly string[], i: number): string {
  const beside = match[1]?.trim() ?? '';
  return beside === '' ? (lineBelow(lines, i) ?? '') : beside;
}

const lineBelow = (lines: readonly string[], i: number): string | undefined =>
  lines.slice(i + 1, i + 3).find((line) => line !== '');

/** A label without its value beside it is shown with the line that holds it. */
const shown = (line: string, lines: readonly string[], i: number): string =>
  (/[:=]\W*$/u.test(line) ? `${line} ${lineBelow(lines, i) ?? ''}` : line).slice(0, wordsShownMax);

/** "1 / 2 / 3 / 4", "alto, medio o bajo", "de 1 a 4": the choices of a form as they were printed. */
const isForm = (value: string): boolean =>
  /(?:^|\s)[1-4]\s?(?:[,/|-]|a|o|to|or)\s?[1-4](?!\d)/iu.test(value) ||
  levels.filter(([, words]) => words.test(value.slice(0, 60))).length > 2;

/** Each level by the words people use. The agreement's own names (VI.a-e) are among them. */
const levels: readonly (readonly [Priority, RegExp])[] = [
  [
    'p1',
    words(
      'p ?-?1|prioridad (?:n[º°o.]{1,2} ?)?1|nivel 1|cr[ií]tic[ao]s?|critical|urgente|urgent|urgent[ií]sim[ao]|m[aá]xim[ao]|muy alt[ao]|very high|(?:la )?m[aá]s alta|highest|top|blocker|bloqueante|emergencia|emergency|inmediata|immediate',
      '^1',
    ),
  ],
  [
    'p2',
    words(
      'p ?-?2|prioridad (?:n[º°o.]{1,2} ?)?2|nivel 2|alt[ao]|high|importante|important|major',
      '^2',
    ),
  ],
  [
    'p3',
    words(
      'p ?-?3|prioridad (?:n[º°o.]{1,2} ?)?3|nivel 3|medi[ao]|intermedi[ao]|medium|normal|moderad[ao]|moderate|regular',
      '^3',
    ),
  ],
  [
    'p4',
    words(
      'p ?-?4|prioridad (?:n[º°o.]{1,2} ?)?4|nivel 4|baj[ao]|m[ií]nim[ao]|low|lowest|leve|menor|minor',
      '^4',
    ),
  ],
  ['agreed', words('convenida|a convenir|agreed')],
];

/** `\b` knows ASCII letters only: a word of Spanish needs its own edges. `start` only counts at the beginning. */
function words(alternatives: string, start?: string): RegExp {
  const edge = String.raw`(?![\p{L}\d])`;
  const anywhere = String.raw`(?<![\p{L}\d])(?:${alternatives})${edge}`;
  return new RegExp(start === undefined ? anywhere : `${anywhere}|${start}${edge}`, 'iu');
}

/** "No es urgente", "sin apuro", "not that urgent": the urgency is denied. */
const denial = String.raw`(?<![\p{L}\d])(?:no|not|non|nada|tampoco|nunca|never|ni|sin|without|isn['’]?t|aren['’]?t)[\s-](?:(?:es|est[aá]|era|ser[ií]a|son|sea|hay|tiene|tenemos|corre|me|nos|parece|considero|creo|que|is|are|it['’]s|a|an|any|at|all|very|that|so|too|de|muy|tan|nada|una|real|realmente|particularmente|really|particularly|super)\s){0,4}`;
const notUrgent = new RegExp(
  String.raw`${denial}(?:urgen(?:te|cia|t|cy)|urge|prisa|apuro|apuros|rush|hurry)(?![\p{L}\d])|(?<![\p{L}\d])(?:puede(?:n)? esperar|can wait|no apura)(?![\p{L}\d])`,
  'iu',
);
/** What a "no" in front takes back: it names no level any more. */
const denied = new RegExp(
  String.raw`${denial}(?:(?:(?:high|top|critical)\s)?priorit(?:y|aria|ario)|prioridad(?:\s\p{L}+)?|urgen\p{L}*|urge|prisa|apuros?|cr[ií]tic\p{L}*|grave\p{L}*|alt[ao]s?|importante\p{L}*|critical|high|important|serious|major|rush|hurry|emergenc\p{L}*|bloqueante|blocking)(?![\p{L}\d])`,
  'giu',
);
const withoutDenied = (text: string): string => text.replace(denied, ' ');

/** The one level that a short value names; null for none and for several ("1 / 2 / 3 / 4" left as it was). */
function levelIn(value: string): Priority | null {
  const short = value.slice(0, 60);
  if (notUrgent.test(short)) return 'p4';
  const said = withoutDenied(short).trim();
  if (isForm(said)) return null;
  // "Prioridad 2 (Alta)" and "muy alta" name one level twice.
  if (topmost.test(said)) return 'p1';
  const named = levels.filter(([, names]) => names.test(said)).map(([level]) => level);
  return named.length === 1 ? (named[0] ?? null) : null;
}

const topmost = words('muy alt[ao]|very high|(?:la )?m[aá]s alta');

const phraseOf = (names: string, others: string): RegExp =>
  words(
    `(?:prioridad|priority|urgencia|severidad|severity|urgency)(?: (?:sugerida|suggested|es|is|de|sería|nivel|level|n[º°]))*[ :]{1,2}(?:${names})|${others}`,
  );

const phrases: readonly (readonly [Priority, RegExp])[] = [
  [
    'p1',
    phraseOf(
      '1|p1|cr[ií]tica|critical|m[aá]xima|highest|muy alta',
      String.raw`(?:critical|highest|top|m[aá]xima|absoluta)[ -](?:priority|prioridad)|\[p1\]|p1:`,
    ),
  ],
  [
    'p2',
    phraseOf('2|p2|alta|high', String.raw`high[ -]priority|(?:de )?alta prioridad|\[p2\]|p2:`),
  ],
  [
    'p3',
    phraseOf(
      '3|p3|media|medium|normal|moderada',
      String.raw`(?:medium|normal)[ -]priority|\[p3\]|p3:`,
    ),
  ],
  [
    'p4',
    phraseOf(
      '4|p4|baja|low',
      String.raw`low[ -]priority|baja prioridad|poca urgencia|low urgency|cuando (?:les sea posible|puedan|tengan (?:un )?(?:tiempo|chance|momento|rato))|when(?:ever)? you (?:can|get a chance|have (?:a |some )?(?:time|moment|chance))|at your convenience|\[p4\]|p4:`,
    ),
  ],
  [
    'agreed',
    words('(?:prioridad|priority)[ :]{1,2}(?:convenida|a convenir|agreed)|agreed priority'),
  ],
];

const urgent = words(
  'urgente(?:mente)?|urgent[ií]sim[ao]|urge|urgent(?:ly)?|lo (?:antes|m[aá]s pronto) posible|cuanto antes|a la (?:mayor )?brevedad(?: posible)?|as soon as possible|asap|con (?:car[aá]cter de )?urgencia|de inmediato|inmediatamente|immediately|right away',
);

function phrasedPriority(sentences: readonly string[]): SuggestedPriority {
  const found = (value: Priority, sentence: string): SuggestedPriority => ({
    value,
    readIn: 'phrase',
    words: sentence.trim().slice(0, wordsShownMax),
  });
  const outright = outrightLevel(sentences);
  if (outright !== null) return found(outright.level, outright.sentence);
  const relaxed = sentences.find((one) => notUrgent.test(one));
  const pressing = sentences.find((one) => urgent.test(withoutDenied(one)));
  // Somebody who says both speaks of two things: a person must say which.
  if (relaxed !== undefined) return pressing === undefined ? found('p4', relaxed) : null;
  const stopped = sentences.find(saysBusinessStopped);
  if (stopped !== undefined) return found('p1', stopped);
  return pressing === undefined ? null : found('p2', pressing);
}

function outrightLevel(
  sentences: readonly string[],
): { readonly level: Priority; readonly sentence: string } | null {
  for (const sentence of sentences) {
    const said = withoutDenied(sentence);
    const named = phrases.filter(([, names]) => names.test(said));
    const level = named[0]?.[0];
    if (named.length === 1 && level !== undefined) return { level, sentence };
  }
  return null;
}

/** An answer of a few words to what was asked: "Alta", "2", "Sería media, gracias". */
function tersePriority(lines: readonly string[]): SuggestedPriority {
  const answer = terseAnswer(lines);
  const value = answer === null ? null : levelIn(answer);
  return answer === null || value === null ? null : { value, readIn: 'phrase', words: answer };
}

function terseImpact(lines: readonly string[]): SuggestedImpact {
  const answer = terseAnswer(lines);
  const level = answer === null ? null : impactIn(answer);
  return answer === null || level === null ? null : { text: answer, readIn: 'phrase', level };
}

/** The first line that says a level and nothing else but courtesy: "2 cajas no abren" is none. */
const terseAnswer = (lines: readonly string[]): string | null =>
  lines
    .slice(1, 8)
    .filter((line) => line !== '' && line.length <= 60)
    .find((line) => {
      const rest = line.toLowerCase().match(/[\p{L}\d']+/gu) ?? [];
      const said = rest.filter((word) => !courtesy.has(word));
      return said.length === 1 && /^(?:p?[1-4]|\p{L}{3,12})$/u.test(said[0] ?? '');
    }) ?? null;

const courtesy = new Set(
  `hola buenas buenos días dias tardes noches estimados saludos gracias muchas por favor es la el lo de una un muy sería seria
  diría diria creo que sugiero sugerimos nuestra nuestro la su nivel prioridad impacto urgencia negocio en para nosotros
  hi hello dear thanks thank you please it is it's i'd i would say suggest the our a an be level priority impact business`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const someone =
  'we|i|users|nobody|no one|none of us|everyone|the (?:team|store|office|staff)|our (?:team|store|staff)';
const place =
  '(?:tienda|empresa|planta|oficina|sucursal|operaci[oó]n|operaciones|producci[oó]n|facturaci[oó]n|negocio|sistema|servidor|servicio|servicios|plataforma|p[aá]gina|sitio|red|base de datos|cajas?|todo|estamos|tenemos)';
const still =
  '(?:parad[ao]s?|detenid[ao]s?|ca[ií]d[ao]s?|paralizad[ao]s?|inoperativ[ao]s?|inoperantes?|fuera de servicio)';

/** VI.a: the business itself is stopped or losing. */
const businessStopped = words(
  [
    '(?:no|ni|nadie|ninguno|ninguna)(?: (?:nos|me|se|los?|las?|usuarios?|caja|tienda))? ?(?:podemos|puedo|pueden|puede|logramos|se puede|hemos podido|ha podido)(?: (?:ni|seguir|entrar a|entrar))? (?:trabajar|trabajando|operar|operando|vender|facturar|cobrar|despachar|atender|producir|emitir facturas|usar el sistema|entrar al sistema|abrir la tienda)',
    // "La tienda de la parada 5" is an address: nothing but a verb or an adverb stands between.
    String.raw`${place}(?: \p{L}{1,12}){0,3} (?:est[aá]n?|estamos|qued[oó]|quedaron|sigue[n]?|contin[uú]an?|se encuentran?)(?: (?:totalmente|completamente|todav[ií]a|a[uú]n|por completo|todos?|todas?|toda)){0,2} ${still}`,
    `${place}(?: (?:totalmente|completamente|todos?|todas?)){0,2} ${still}`,
    `(?:tenemos|tengo) (?:el |la |los |las )?${place}(?: (?:totalmente|completamente)){0,1} ${still}`,
    `(?:se (?:nos )?cay[oó]|se cayeron|se ca[ií]a) (?:el |la |los |las |todo el )?${place}|(?:el |la )${place} se (?:nos )?cay[oó]`,
    '(?:no hay|no tenemos|estamos sin|quedamos sin|seguimos sin) (?:el )?(?:sistema|servicio|facturaci[oó]n|poder (?:trabajar|vender|facturar|operar))',
    '(?:no (?:nos )?funciona nada|nada (?:nos )?funciona)',
    `(?:${someone}) (?:still )?(?:can ?not|can['’]?t|can|(?:is|are|am) unable to|aren['’]?t able to|are not able to) (?:even )?(?:work|sell|operate|invoice|ship|bill|trade|serve customers|take payments|use the system)`,
    String.raw`(?:system|server|production|service|business|site|website|platform|network|database|everything|whole \p{L}{3,12}|store|stores|plant)(?: (?:is|are|has been|have been|went|keeps going))?(?: (?:completely|totally|still|all|now|currently)){0,2} (?:down|stopped|halted|offline|at a standstill)`,
    "(?:complete|total|major|full) (?:outage|shutdown)|we(?:['’]re| are) (?:completely |totally )?down",
  ].join('|'),
);

/** Said of what may come, of what was, or of what was set right: nothing stands still. */
const supposed = words(
  'si|cuando|en caso de que|por si|para que|aunque|antes de que|if|when(?:ever)?|in case|unless|so that',
);
const stillStands = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:ya )?no|nunca|tampoco|not|never|isn['’]?t) (?:(?:est[aá]n?|estamos|qued[oó]|sigue|is|are|se encuentra)\s)?(?:(?:totalmente|completamente|completely|totally)\s)?(?:${still}|down|stopped|halted|offline)`,
  'iu',
);

function saysBusinessStopped(sentence: string): boolean {
  const match = businessStopped.exec(sentence);
  if (match === null || stillStands.test(sentence)) return false;
  return !supposed.test(sentence.slice(Math.max(0, match.index - 24), match.index));
}

const impactLevels: readonly (readonly [Impact, RegExp])[] = [
  [
    'material',
    words(
      'cr[ií]tic[ao]|critical|material(?:mente)?|materially|muy alt[ao]|very high|sever[eo]|grave|grav[ií]simo|total|paraliza|detiene|parad[ao]',
      '^1',
    ),
  ],
  [
    'important',
    words(
      'alt[ao]|high|importante|important|significativ[ao]|significant|major|considerable',
      '^2',
    ),
  ],
  ['moderate', words('medi[ao]|medium|moderad[ao]|moderate', '^3')],
  [
    'slight',
    words(
      'baj[ao]|low|leve|poco|m[ií]nim[ao]|minor|minimal|slight|ninguno|none|sin impacto|no impact',
      '^4',
    ),
  ],
];

/** "No nos impide trabajar": the business goes on. */
const unaffected = words(
  "no (?:nos )?(?:afecta|impide|detiene|paraliza|retrasa|perjudica)|sin (?:afectar|impacto)|(?:doesn['’]?t|does not|do not|don['’]?t|not) (?:affect|affecting|impact|block|blocking|stop|prevent|delay)|no (?:business )?impact",
);

function impactIn(text: string): Impact | null {
  if (saysBusinessStopped(text)) return 'material';
  if (unaffected.test(text)) return 'slight';
  // "Impacto alto y prioridad media": the second level is that of something else.
  const short =
    withoutDenied(text.slice(0, 80)).split(/\b(?:prioridad|priority|urgencia)/i, 1)[0] ?? '';
  if (topmost.test(short)) return 'material';
  const named = impactLevels.filter(([, names]) => names.test(short)).map(([level]) => level);
  return named.length === 1 ? (named[0] ?? null) : null;
}

const impactPhrase = words(
  [
    String.raw`(?:impacto|impact)(?=\P{L}).{0,40}(?<!\p{L})(?:es|is|ser[ií]a|cr[ií]tico|alto|importante|medio|moderado|bajo|leve|critical|high|important|medium|moderate|low|minor|slight)`,
    '(?:critical|high|major|important|medium|moderate|low|minor|slight) (?:business )?impact',
    String.raw`(?:nos )?(?:est[aá] )?(?:afecta(?:ndo)?|impide|retrasa(?:ndo)?|paraliza(?:ndo)?|detiene|deteniendo|perjudica(?:ndo)?)(?=\P{L}).{0,60}(?<!\p{L})(?:negocio|empresa|ventas?|operaci[oó]n|operaciones|producci[oó]n|clientes?|facturaci[oó]n|cierre|n[oó]mina|entregas?|despachos?)`,
    String.raw`(?:affect(?:s|ing)?|impact(?:s|ing)?|prevent(?:s|ing)?|block(?:s|ing)?|stop(?:s|ping)?|delay(?:s|ing)?)(?=\P{L}).{0,60}(?<!\p{L})(?:business|sales?|operations?|production|customers?|invoicing|billing|payroll|deliver(?:y|ies)|everyone|whole)`,
    "estamos perdiendo (?:ventas|dinero|clientes)|we(?:['’]re| are) losing (?:sales|money|customers|business)",
  ].join('|'),
);

function phrasedImpact(sentences: readonly string[]): SuggestedImpact {
  const stopped = sentences.find(saysBusinessStopped);
  const sentence = stopped ?? sentences.find((one) => impactPhrase.test(one));
  if (sentence === undefined) return null;
  const about = /\b(?:impacto|impact)\b.*$/iu.exec(sentence)?.[0];
  const level =
    stopped === undefined && about === undefined && !unaffected.test(sentence)
      ? null
      : impactIn(
          stopped !== undefined || unaffected.test(sentence)
            ? sentence
            : levelNear(sentence, about),
        );
  return { text: sentence.trim().slice(0, lineCharactersMax), readIn: 'phrase', level };
}

/** "El impacto es alto" names it behind the word, "high impact" in front. */
const levelNear = (sentence: string, about = ''): string =>
  impactLevels.some(([, names]) => names.test(about)) ? about : sentence;

/** Mail programs have three flags for four levels: the red mark says important, not that the business stands still. */
function flaggedPriority(importance: readonly string[]): SuggestedPriority {
  for (const line of importance) {
    const flag = line.slice(line.indexOf(':') + 1).trim();
    const said: Pick<NonNullable<SuggestedPriority>, 'readIn' | 'words'> = {
      readIn: 'header',
      words: line.trim().slice(0, 60),
    };
    if (/^(?:high|urgent|[12](?!\d))/i.test(flag)) return { value: 'p2', ...said };
    if (/^(?:low|non-urgent|[45](?!\d))/i.test(flag)) return { value: 'p4', ...said };
  }
  return null;
}
