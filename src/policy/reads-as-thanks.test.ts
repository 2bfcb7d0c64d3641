import { describe, expect, it } from 'vitest';
import { readsAsThanks } from './reads-as-thanks.ts';

describe('VIII.c an answer to a resolved request', () => {
  it.each([
    'Gracias',
    'Muchas gracias por la ayuda, quedó perfecto.',
    'OK, recibido',
    'Listo, gracias!',
    'Thanks, works now',
    'Thank you so much.',
    '',
  ])('only gives thanks: %j', (text) => {
    expect(readsAsThanks(text)).toBe(true);
  });

  it.each([
    'Gracias, pero el error sigue saliendo',
    'Gracias. ¿Y cómo lo hago en la otra sede?',
    'No funciona',
    'Sigue igual',
    'Thanks but it still fails',
    'El reporte de ventas muestra cifras de ayer',
    'Muchas gracias por todo, ahora necesitamos además que el usuario de Pedro pueda imprimir las facturas del mes',
  ])('asks for something: %j', (text) => {
    expect(readsAsThanks(text)).toBe(false);
  });
});
