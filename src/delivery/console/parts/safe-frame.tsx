/**
 * Foreign HTML, shown as it was formatted. It runs no script, knows no cookie of ours and fetches nothing: the frame
 * forbids it here, and the server forbids it again with the page itself.
 */
export function SafeFrame({ url, title }: { url: string; title: string }) {
  return (
    <iframe
      src={url}
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      loading="lazy"
      className="h-96 w-full resize-y overflow-auto rounded-s border border-line paper"
    />
  );
}
