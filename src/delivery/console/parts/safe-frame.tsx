import { type SyntheticEvent, useState } from 'react';

/** A letter longer than this is scrolled inside its frame, so that what follows stays within reach. */
const heightMax = 1_200;

type SafeFrameProps = { readonly title: string } & (
  | { readonly url: string }
  /** Filled by a form that names it; whoever makes it anew remembers how high it was. */
  | {
      readonly name: string;
      readonly height: number | null;
      readonly onFit: (height: number) => void;
    }
);

/**
 * Foreign HTML, shown as it was formatted. No script runs in it, no form leaves it, and it asks no other machine for
 * anything: the frame forbids it here, and the server again with the page itself. Its origin is ours so that its own
 * pictures come with our cookie and its height can be measured; without scripts the origin is of no other use.
 */
export function SafeFrame(props: SafeFrameProps) {
  const [measured, setMeasured] = useState<number | null>(null);
  const height = 'url' in props ? measured : props.height;
  const fit = ({ currentTarget }: SyntheticEvent<HTMLIFrameElement>) => {
    const page = currentTarget.contentDocument?.body;
    // Before the form was sent there is an empty page.
    if (page == null || page.childElementCount === 0) return;
    const fitting = Math.min(Math.ceil(page.getBoundingClientRect().height) + 2, heightMax);
    if ('url' in props) setMeasured(fitting);
    else props.onFit(fitting);
  };
  return (
    <iframe
      {...('url' in props ? { src: props.url, loading: 'lazy' } : { name: props.name })}
      title={props.title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="same-origin"
      onLoad={fit}
      style={height === null ? undefined : { height }}
      className="h-48 w-full resize-y overflow-auto rounded-s border border-line paper"
    />
  );
}
