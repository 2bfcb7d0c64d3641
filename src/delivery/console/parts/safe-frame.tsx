import { type SyntheticEvent, useState } from 'react';

/** A letter longer than this is scrolled inside its frame, so that what follows stays within reach. */
const heightMax = 1_200;

/**
 * Foreign HTML, shown as it was formatted. No script runs in it, no form leaves it, and it asks no other machine for
 * anything: the frame forbids it here, and the server again with the page itself. Its origin is ours so that its own
 * pictures come with our cookie and its height can be measured; without scripts the origin is of no other use.
 */
export function SafeFrame({ url, title }: { url: string; title: string }) {
  const [height, setHeight] = useState<number | null>(null);
  const fit = ({ currentTarget }: SyntheticEvent<HTMLIFrameElement>) => {
    const page = currentTarget.contentDocument?.body;
    if (page != null)
      setHeight(Math.min(Math.ceil(page.getBoundingClientRect().height) + 2, heightMax));
  };
  return (
    <iframe
      src={url}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="same-origin"
      loading="lazy"
      onLoad={fit}
      style={height === null ? undefined : { height }}
      className="h-48 w-full resize-y overflow-auto rounded-s border border-line paper"
    />
  );
}
