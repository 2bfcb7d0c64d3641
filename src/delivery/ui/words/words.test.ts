import { describe, expect, it } from 'vitest';
import * as m from './generated/messages.js';

describe('words', () => {
  it('each language says it in its own words and plural', () => {
    expect(m.common_units({ count: 1 }, { locale: 'es' })).toBe('1 unidad');
    expect(m.common_units({ count: 2 }, { locale: 'es' })).toBe('2 unidades');
    expect(m.common_units({ count: 2 }, { locale: 'en' })).toBe('2 units');
    expect(m.common_product_name({}, { locale: 'en' })).toBe('Atenta');
  });
});
