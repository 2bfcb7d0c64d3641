/**
 * Which East Asian charset unlabelled bytes are in, or null when they look Western.
 *
 * Western text has its high bytes alone between ASCII letters; these charsets have them in pairs. Among the
 * paired ones the most frequent characters decide: kana in Japanese, the first level of hanzi in Chinese,
 * hangul syllables in Korean. Linear, and only the first 16 KiB are looked at.
 */
export function guessEastAsian(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 16_384);
  if (isWestern(sample)) return null;
  const scores = candidates.map((candidate) => ({
    charset: candidate.charset,
    score: scoreOf(sample, candidate),
  }));
  const best = scores.reduce((left, right) => (right.score > left.score ? right : left));
  return best.score > 0.5 ? best.charset : null;
}

interface Candidate {
  readonly charset: string;
  readonly isLead: (byte: number) => boolean;
  readonly isTrail: (byte: number) => boolean;
  readonly isFrequent: (lead: number, trail: number) => boolean;
}

const within = (low: number, high: number) => (byte: number) => byte >= low && byte <= high;

const candidates: readonly Candidate[] = [
  {
    charset: 'shift_jis',
    isLead: (byte) => within(0x81, 0x9f)(byte) || within(0xe0, 0xfc)(byte),
    isTrail: (byte) => within(0x40, 0x7e)(byte) || within(0x80, 0xfc)(byte),
    isFrequent: (lead) => within(0x81, 0x84)(lead) || within(0x88, 0x97)(lead),
  },
  {
    charset: 'euc-jp',
    isLead: within(0xa1, 0xfe),
    isTrail: within(0xa1, 0xfe),
    // Kana only: hanzi of EUC-CN share the other rows.
    isFrequent: (lead) => lead === 0xa4 || lead === 0xa5,
  },
  {
    charset: 'gb18030',
    isLead: within(0x81, 0xfe),
    isTrail: (byte) => within(0x40, 0x7e)(byte) || within(0x80, 0xfe)(byte),
    isFrequent: (lead, trail) =>
      trail >= 0xa1 && (within(0xb0, 0xd7)(lead) || lead === 0xa1 || lead === 0xa3),
  },
  {
    charset: 'big5',
    isLead: within(0xa1, 0xf9),
    isTrail: (byte) => within(0x40, 0x7e)(byte) || within(0xa1, 0xfe)(byte),
    isFrequent: within(0xa4, 0xc6),
  },
];

function isWestern(bytes: Uint8Array): boolean {
  let alone = 0;
  let inRuns = 0;
  let plain = 0;
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) {
      if (byte > 0x20) plain += 1;
      i += 1;
      continue;
    }
    let length = 1;
    while ((bytes[i + length] ?? 0) >= 0x80) length += 1;
    if (length === 1) alone += 1;
    else inRuns += length;
    i += length;
  }
  const high = alone + inRuns;
  // Big5 often has an ASCII letter as its second byte, but never so many of them as a Western word has.
  return high < 4 || (alone > inRuns / 2 && high < 0.4 * (high + plain));
}

/** Share of the characters that are well formed and frequent; halved weight for well formed but rare ones. */
function scoreOf(bytes: Uint8Array, candidate: Candidate): number {
  let characters = 0;
  let frequent = 0;
  let wrong = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    characters += 1;
    const trail = bytes[i + 1] ?? 0;
    if (!candidate.isLead(lead) || !candidate.isTrail(trail)) {
      wrong += 1;
      continue;
    }
    if (candidate.isFrequent(lead, trail)) frequent += 1;
    i += 1;
  }
  if (characters === 0 || wrong > characters / 20) return 0;
  return (frequent + (characters - frequent) * 0.1) / characters;
}
