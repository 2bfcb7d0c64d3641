import { qrModules, qrRuns } from '../../ui/qr.ts';

/** Drawn dark on light in both themes: readers expect it so. The same address stands beside it in words. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = qrModules(text);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={modules.length} height={modules.length} fill="#fff" />
      <path fill="#000" d={modules.map(pathOfRow).join('')} />
    </svg>
  );
}

function pathOfRow(row: readonly boolean[], y: number): string {
  let x = 0;
  return qrRuns(row)
    .map(({ dark, length }) => {
      const from = x;
      x += length;
      return dark ? `M${from} ${y}h${length}v1h-${length}z` : '';
    })
    .join('');
}
