import { expect, it } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

it.each([
  ['https://mesa.example.com', { id: 'mesa.example.com', origin: 'https://mesa.example.com' }],
  [
    'https://mesa.example.com:8443/',
    { id: 'mesa.example.com', origin: 'https://mesa.example.com:8443' },
  ],
  ['http://localhost:3000', { id: 'localhost', origin: 'http://localhost:3000' }],
  ['http://mesa.example.com', null],
  ['http://127.0.0.1:3000', null],
  ['https://192.0.2.7', null],
  ['https://[2001:db8::1]', null],
])('%s: passkeys of %o', (publicUrl, party) => {
  expect(relyingPartyOf(publicUrl)).toEqual(party);
});
