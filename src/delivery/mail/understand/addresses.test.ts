import { describe, expect, test } from 'vitest';
import { addrSpec, readAddresses, readBareAddress, readFrom } from './addresses.ts';
import { mailLimits } from './limits.ts';

const from = (...values: string[]) => readFrom(values, null, mailLimits);
const list = (value: string) => readAddresses(value, null, mailLimits);

describe('identity is exactly one addr-spec', () => {
  test.each([
    ['luis@tienda.example', 'luis@tienda.example', ''],
    ['Luis <luis@tienda.example>', 'luis@tienda.example', 'Luis'],
    ['"Peña, Luis" <luis@tienda.example>', 'luis@tienda.example', 'Peña, Luis'],
    ['Peña, Luis <luis@tienda.example>', 'luis@tienda.example', 'Peña, Luis'],
    ['luis@tienda.example (Luis Peña)', 'luis@tienda.example', 'Luis Peña'],
    ['Luis <Luis.P@TIENDA.Example>', 'Luis.P@tienda.example', 'Luis'],
    ['"gerente@banco.example" <otro@malo.example>', 'otro@malo.example', 'gerente@banco.example'],
    ['otro@malo.example (gerente@banco.example)', 'otro@malo.example', 'gerente@banco.example'],
    [
      '"Sin dirección" <>, "Ventas" <ventas@tienda.example>',
      'ventas@tienda.example',
      'Sin dirección, Ventas',
    ],
  ])('%s is %s', (value, address, name) => {
    const read = from(Buffer.from(value, 'utf8').toString('latin1'));
    expect(read.problem).toBeNull();
    expect(read.from?.address).toBe(address);
    if (!value.startsWith('"Sin')) expect(read.from?.name).toBe(name);
  });

  test('an encoded word never becomes an address', () => {
    const word = '=?utf-8?Q?Gerente_=3Cgerente=40banco=2Eexample=3E?=';
    expect(from(word)).toMatchObject({ from: null, problem: 'unreadable' });
    expect(from(`${word} <otro@malo.example>`).from).toEqual({
      address: 'otro@malo.example',
      name: 'Gerente <gerente@banco.example>',
    });
  });

  test.each([
    ['no header', [], 'missing'],
    ['no address', ['Mesa de ayuda'], 'unreadable'],
    ['words before the address', ['jefe de compras@tienda.example'], 'unreadable'],
    ['a source route', ['<@uno.example:luis@tienda.example>'], 'unreadable'],
    ['two angle brackets', ['<luis@tienda.example> <ana@tienda.example>'], 'unreadable'],
    ['a control character', ['luis@tienda.example\u0000@malo.example'], 'unreadable'],
    ['two mailboxes', ['luis@tienda.example, ana@tienda.example'], 'several'],
    ['two headers', ['luis@tienda.example', 'ana@tienda.example'], 'several'],
  ])('%s: nobody', (_, values, problem) => {
    expect(from(...values)).toMatchObject({ from: null, problem });
  });

  test('several senders are shown, first as written, and identify nobody', () => {
    const read = from('luis@tienda.example, ana@tienda.example');
    expect(read.written.map(({ address }) => address)).toEqual([
      'luis@tienda.example',
      'ana@tienda.example',
    ]);
  });
});

describe('lists of recipients', () => {
  test('groups, comments, quotes and rubbish', () => {
    const value =
      'Equipo: a@x.example, "b c"@x.example; undisclosed-recipients:; (nota, con coma) d@x.example, ???';
    expect(list(value).map(({ address }) => address)).toEqual([
      'a@x.example',
      '"b c"@x.example',
      'd@x.example',
    ]);
  });

  test('a bomb of parentheses is one pass', () => {
    const before = performance.now();
    expect(list(`${'('.repeat(200_000)}a@x.example`)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

test('a dot behind the domain is another address; a space is none', () => {
  expect(addrSpec('a@x.example.')).toBe('a@x.example.');
  expect(addrSpec('a b@x.example')).toBeNull();
  expect(addrSpec('a@x..example')).toBeNull();
  expect(addrSpec('a@@x.example')).toBeNull();
});

test('the null sender is empty, not absent', () => {
  expect(readBareAddress('<>')).toBe('');
  expect(readBareAddress('<A@x.example>')).toBe('a@x.example');
  expect(readBareAddress('rubbish')).toBeNull();
});
