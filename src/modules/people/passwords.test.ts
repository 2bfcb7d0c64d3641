import { describe, expect, it } from 'vitest';
import { isCommonPassword } from './password-strength.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secret.ts';

describe('a password', () => {
  it('is known again, and no other one is', async () => {
    const hash = await hashPassword('lluvia-tejado-cobre-42');
    expect(await verifyPassword(hash, 'lluvia-tejado-cobre-42')).toBe(true);
    expect(await verifyPassword(hash, 'Lluvia-tejado-cobre-42')).toBe(false);
    expect(await verifyPassword(hash, '')).toBe(false);
    expect(await hashPassword('lluvia-tejado-cobre-42')).not.toBe(hash);
  });

  it('typed on another keyboard is the same', async () => {
    const hash = await hashPassword('contraseña-única'.normalize('NFD'));
    expect(await verifyPassword(hash, 'contraseña-única'.normalize('NFC'))).toBe(true);
  });

  it('of nobody matches nothing, not even what stands in its place', async () => {
    for (const guess of ['', '\0'.repeat(32), 'AAAA']) {
      expect(await verifyPassword(null, guess)).toBe(false);
    }
  });

  it('costs more than 50 ms and less than half a second of work', async () => {
    const before = process.cpuUsage();
    await hashPassword('lluvia-tejado-cobre-42');
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    expect(milliseconds).toBeGreaterThan(25);
    expect(milliseconds).toBeLessThan(500);
  });
});

describe('a password that is tried first', () => {
  it.each([
    '1234567890',
    '0987654321',
    'aaaaaaaaaaaa',
    'abababababab',
    'qwertyuiop',
    'Qwertyuiop123',
    '1qaz2wsx3edc',
    'password123',
    'P@ssw0rd2026!',
    'Contraseña123',
    'contraseña1234',
    'Bienvenido2026',
    'welcome12345',
    'administrador1',
    'Caracas.2026',
    'Venezuela2026*',
    'iloveyou1234',
    'letmein12345',
    'holahola1234',
    'teamomiamor',
    '11111111111a',
    'Soporte2026!',
    'Ana.Perez.1990',
  ])('is refused: %s', (password) => {
    expect(isCommonPassword(password, ['Ana Pérez', 'ana@acme.example'])).toBe(true);
  });

  it.each([
    'lluvia-tejado-cobre-42',
    'correct horse battery staple',
    'el gato duerme en la cocina',
    'xK9#mQ2$vL7pR',
    'Tr0mb0n-y-caracol',
    '7f3a9c1e5b2d',
    'puente violeta',
    'caballo2026bateria',
  ])('is none: %s', (password) => {
    expect(isCommonPassword(password, ['Ana Pérez', 'ana@acme.example'])).toBe(false);
  });
});

describe('a secret', () => {
  it('has 256 random bits and may stand in a URL', () => {
    const secrets = Array.from({ length: 1000 }, newSecret);
    expect(new Set(secrets).size).toBe(1000);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('that is empty has no hash that could match', () => {
    expect(hashSecret('')).toBeNull();
    expect(hashSecret('a')).toHaveLength(32);
  });
});
