import { Fragment } from 'preact';

const address = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;

/** What a person wrote, as written: line breaks kept, web addresses made links, nothing else read into it. */
export const Text = ({ children }: { readonly children: string }) => (
  <div class="prose">{linked(children)}</div>
);

/** The same within a line. */
export function linked(text: string) {
  const found = [...text.matchAll(address)];
  let from = 0;
  const parts = found.map((match) => {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    return (
      <Fragment key={match.index}>
        {before}
        <a href={match[0]} rel="noopener noreferrer nofollow" target="_blank">
          {match[0]}
        </a>
      </Fragment>
    );
  });
  return [...parts, text.slice(from)];
}
