/**
 * Passwords that are tried first by whoever guesses: common words with digits or signs around them, letters swapped for
 * look-alikes, runs, repetitions, keyboard rows, and the person's own name or address. Length is the contract's to check.
 */
export function isCommonPassword(password: string, about: readonly string[] = []): boolean {
  const plain = password.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (isMonotonous(plain)) return true;
  const words = [...commonWords, ...about.flatMap(wordsOf)];
  return coresOf(plain).some((core) => core.length < 4 || isMadeOf(core, words));
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3);

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const unswap = (text: string): string =>
  text.replace(/[013457@$!]/g, (sign) => lookAlikes[sign] ?? sign);

/** What is left without the digits and signs at both ends, also read with its look-alikes, and without any at all. */
function coresOf(text: string): string[] {
  const trimmed = text.replace(/^[^a-z]+/, '').replace(/[^a-z]+$/, '');
  return [trimmed, unswap(trimmed), text.replace(/[^a-z]/g, '')];
}

/** Only common words, one after the other: `holahola`, `passwordadmin`. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  const reachable = new Set([0]);
  for (let end = 1; end <= text.length; end += 1) {
    const ends = words.some(
      (word) => reachable.has(end - word.length) && text.slice(0, end).endsWith(word),
    );
    if (ends) reachable.add(end);
  }
  return reachable.has(text.length);
}

const rows = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
];
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')]);

/** At most four kinds of characters, or nothing but pieces of runs of four characters and more. */
function isMonotonous(text: string): boolean {
  if (new Set(text).size <= 4) return true;
  let at = 0;
  while (at < text.length) {
    let length = 0;
    while (
      at + length < text.length &&
      runs.some((run) => run.includes(text.slice(at, at + length + 1)))
    )
      length += 1;
    if (length < 3) return false;
    at += length;
  }
  return true;
}

// biome-ignore format: one word a line would be three screens of nothing to read
const commonWords = [
  'abc', 'access', 'admin', 'administrador', 'administrator', 'adobe', 'alejandra', 'alejandro', 'amanda', 'america', 'amigos', 'amor', 'amores',
  'andrea', 'andrew', 'angel', 'anthony', 'apple', 'arsenal', 'asdf', 'ashley', 'atenta', 'austin', 'bailey', 'banana', 'barcelona', 'baseball',
  'basketball', 'batman', 'beautiful', 'beisbol', 'bienvenida', 'bienvenido', 'blink', 'brandon', 'butterfly', 'cambiame', 'cambiar', 'caracas',
  'carlos', 'carolina', 'changeme', 'charlie', 'cheese', 'chelsea', 'chocolate', 'clave', 'colombia', 'computer', 'contrasena', 'corazon',
  'cristian', 'daniel', 'daniela', 'default', 'demo', 'diciembre', 'dios', 'dragon', 'empresa', 'enero', 'estrella', 'familia', 'football',
  'freedom', 'friends', 'futbol', 'gabriel', 'george', 'google', 'guest', 'hannah', 'hello', 'hola', 'hunter', 'iloveyou', 'internet', 'jackson',
  'jasmine', 'jennifer', 'jessica', 'jesus', 'jordan', 'joshua', 'justin', 'killer', 'lakers', 'letmein', 'linkedin', 'liverpool', 'login', 'love',
  'lovely', 'loveme', 'maggie', 'manchester', 'manager', 'mariposa', 'master', 'matthew', 'melissa', 'michael', 'michelle', 'monkey', 'mustang',
  'my', 'naruto', 'nicolas', 'nicole', 'ninja', 'noviembre', 'octubre', 'office', 'oracle', 'pass', 'passw', 'passwd', 'password', 'patricia',
  'pepper', 'pokemon', 'prince', 'princesa', 'princess', 'prueba', 'purple', 'qazwsx', 'qwer', 'qwerty', 'qwertyuiop', 'realmadrid', 'rebecca',
  'root', 'samantha', 'samsung', 'sebastian', 'secret', 'secreto', 'septiembre', 'server', 'shadow', 'soccer', 'soporte', 'starwars', 'summer',
  'sunshine', 'superman', 'support', 'system', 'tequiero', 'teamo', 'temporal', 'test', 'testing', 'thomas', 'tigger', 'trustno', 'usuario', 'user',
  'valentina', 'vanessa', 'venezuela', 'verano', 'welcome', 'whatever', 'william', 'winter', 'zaq', 'zxcvbnm', 'el', 'la', 'mi', 'the', 'de', 'you', 'i',
];
