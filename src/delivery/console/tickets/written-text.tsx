import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { piecesOf } from './text-pieces.ts';

/** Plain text as it was written, with its addresses and request numbers as links. */
export function WrittenText({ text }: { text: string }) {
  return (
    <div className="max-w-[72ch] text-m leading-text break-words whitespace-pre-wrap">
      {piecesOf(text).map((piece, index) => {
        // Pieces of a text that never changes.
        const key = `${index} ${piece.text}`;
        if (piece.kind === 'text') return <Fragment key={key}>{piece.text}</Fragment>;
        return piece.kind === 'link' ? (
          <a
            key={key}
            href={piece.href}
            target="_blank"
            rel="noreferrer noopener"
            className={linkClass}
          >
            {piece.text}
          </a>
        ) : (
          <Link
            key={key}
            to="/tickets/$number"
            params={{ number: piece.number }}
            search={{}}
            className={linkClass}
          >
            {piece.text}
          </Link>
        );
      })}
    </div>
  );
}

const linkClass = 'text-brand underline underline-offset-2';
