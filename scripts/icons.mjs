// Takes the icons that the interface uses out of Lucide and writes them as data that Preact and React both can draw.
// Usage: node scripts/icons.mjs      after adding a name here
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const names = [
  'alarm-clock',
  'archive',
  'arrow-left',
  'arrow-right',
  'ban',
  'bell',
  'bell-off',
  'bookmark',
  'building',
  'calendar-clock',
  'camera',
  'chart-column',
  'check',
  'check-check',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'chevron-up',
  'circle-alert',
  'circle-check',
  'circle-question-mark',
  'circle-pause',
  'circle-user-round',
  'clock',
  'cloud-off',
  'coins',
  'command',
  'copy',
  'corner-up-left',
  'download',
  'ellipsis',
  'external-link',
  'eye',
  'file-pen',
  'file-text',
  'list-filter',
  'flag',
  'globe',
  'hand',
  'house',
  'image',
  'inbox',
  'info',
  'fingerprint-pattern',
  'key-round',
  'keyboard',
  'languages',
  'layers',
  'layout-dashboard',
  'link',
  'list-checks',
  'lock',
  'log-out',
  'mail',
  'mail-check',
  'mail-warning',
  'menu',
  'message-circle',
  'merge',
  'message-square-text',
  'monitor-smartphone',
  'notebook-pen',
  'octagon-alert',
  'paperclip',
  'pause',
  'pencil',
  'phone',
  'play',
  'plus',
  'refresh-cw',
  'reply',
  'rotate-ccw',
  'scale',
  'scissors',
  'search',
  'send',
  'settings',
  'shield-alert',
  'shield-check',
  'shield-question-mark',
  'sparkles',
  'split',
  'timer',
  'trash',
  'triangle-alert',
  'undo-2',
  'user-plus',
  'user-round',
  'users-round',
  'wallet',
  'wifi-off',
  'x',
  'zap',
];

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'node_modules/lucide-static');
const nodes = JSON.parse(await readFile(path.join(source, 'icon-nodes.json'), 'utf8'));
const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));

const lines = names.map((name) => {
  const shapes = nodes[name];
  if (shapes === undefined) throw new Error(`Lucide ${version} has no icon ${name}`);
  const plain = shapes.map(([tag, { key: _, ...attributes }]) => [tag, attributes]);
  return `export const ${constant(name)}: Icon = ${JSON.stringify(plain)};`;
});

await writeFile(
  path.join(root, 'src/delivery/ui/icons.gen.ts'),
  [
    `// Made by scripts/icons.mjs from Lucide ${version} (ISC licence, https://lucide.dev/license). Do not edit.`,
    '/** What an icon is drawn of, on a field of 24 by 24: stroke currentColor, width 2, round ends, no fill. */',
    'export type Icon = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];',
    '',
    ...lines,
    '',
  ].join('\n'),
);

function constant(name) {
  return `icon${name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;
}
