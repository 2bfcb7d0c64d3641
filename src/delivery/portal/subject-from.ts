const charactersMax = 120;

/**
 * The subject of a request is the beginning of what was written, so that nobody has to say it twice:
 * the first line, up to the end of its first sentence, cut between words when it is long.
 */
export function subjectFrom(description: string): string {
  const [first = '', second = ''] = description
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  // A greeting alone ("Buenos días,") names no request.
  const line = first.length < 24 && second !== '' ? `${first} ${second}` : first;
  const sentence = /^.{20,}?[.!?](?=\s)/u.exec(line)?.[0].replace(/\.$/, '') ?? line;
  const subject = sentence.length <= charactersMax ? sentence : cutBetweenWords(sentence);
  return subject.length < 3 ? subject.padEnd(3, '.') : subject;
}

function cutBetweenWords(text: string): string {
  const room = text.slice(0, charactersMax);
  const space = room.lastIndexOf(' ');
  return `${(space > charactersMax / 2 ? room.slice(0, space) : wholeCharacters(room)).replace(/[\s,;:]+$/, '')}…`;
}

/** Half of a surrogate pair at the cut would be shown as a broken character. */
const wholeCharacters = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');
