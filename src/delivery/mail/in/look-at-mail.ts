import type { InboundMail } from '../../../modules/correspondence/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { sniffMediaType } from '../../../platform/http/media-type.ts';
import type { UnderstandMail } from '../understand/understand-in-budget.ts';
import { isShownInPlace } from './mail-facts.ts';

/** How much of a waiting mail a person reads before deciding; the raw mail is a click away. */
const textShown = 20_000;

/** A mail that waits, as a person can judge it: text, its own pictures and the names of its files, nothing that acts. */
export interface LookedAtMail {
  readonly text: string;
  /** As received: whoever shows it cleans it first. */
  readonly html: string | null;
  readonly attachments: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly byteSize: number;
  }[];
  /** What its HTML shows of itself, by the Content-ID that it names. */
  readonly ownPictures: ReadonlyMap<string, Uint8Array>;
}

export async function lookAtMail(
  { blobs, understand }: { readonly blobs: BlobStore; readonly understand: UnderstandMail },
  mail: InboundMail,
): Promise<LookedAtMail> {
  const understood = await understand(await blobs.read(mail.rawSha256));
  if (understood.rejected) return { text: '', html: null, attachments: [], ownPictures: new Map() };
  return {
    text: understood.text.slice(0, textShown),
    html: understood.html,
    // A picture that the letter shows in place is no file beside it, as in a request.
    attachments: understood.attachments
      .filter(
        (file) => !isShownInPlace(understood, { file, mediaType: sniffMediaType(file.content) }),
      )
      .map(({ name, type, sizeBytes }) => ({ name, mediaType: type, byteSize: sizeBytes })),
    ownPictures: new Map(
      understood.attachments.flatMap(({ cid, content }) =>
        cid !== null && understood.ownPictures.includes(cid) ? [[cid, content] as const] : [],
      ),
    ),
  };
}
