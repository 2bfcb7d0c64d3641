import { describe, expect, it } from 'vitest';
import { readsAsApproval } from './reads-as-approval.ts';

describe('T4 an answer in plain words to a question for units', () => {
  it.each([
    ['Apruebo', null],
    ['APROBADO.', null],
    ['Sí, apruebo', null],
    ['Si apruebo!', null],
    ['Lo apruebo, gracias', null],
    ['Apruebo 2 unidades más', 2],
    ['Aprobado\n\nSaludos,\nAna Díaz\nCaura C.A.', null],
    ['Apruebo\n--\nAna Díaz, no responder después de las 5', null],
    ['Approved', null],
    ['Yes, I approve.', null],
    ['I approve 3 more units\nKind regards,\nAnn', 3],
  ])('%j says yes', (text, units) => {
    expect(readsAsApproval(text)).toEqual({ approved: true, units });
  });

  it.each(['No apruebo', 'No, no lo apruebo.', 'Not approved', 'Declined', "I don't approve"])(
    '%j says no',
    (text) => {
      expect(readsAsApproval(text)).toEqual({ approved: false, units: null });
    },
  );

  it.each([
    '',
    'Gracias',
    'Sí',
    'Ok',
    'Apruebo si queda listo hoy',
    'Apruebo, pero solo una',
    '¿Apruebo?',
    'Apruebo?',
    'Todavía no apruebo nada',
    'Quien aprueba es Luis',
    'Apruebo\nNo, mejor esperen',
    'I approve only one',
    'Not yet approved',
    'Preapproved',
    'Apruebo 1000 unidades',
    'El cambio aprobado en la reunión no aparece',
  ])('%j is read by a person', (text) => {
    expect(readsAsApproval(text)).toBeNull();
  });
});
