import { describe, expect, test } from 'vitest';
import { withoutQuotedLines } from './quoted-lines.ts';

const visible = (text: string, isFromHtml = false) =>
  withoutQuotedLines(text, { isFromHtml }).visible;
const old = '> ¿Reinició el equipo?\n> Mesa';

describe('the line above the quote, in the languages of the desk and its neighbours', () => {
  test.each([
    'El jue, 5 jun 2025 a las 9:41, Mesa (<mesa@soporte.example>) escribió:',
    'El jue., 5 jun. 2025 9:41 a. m., Mesa <mesa@soporte.example> escribió:',
    'El jue, 5 jun 2025 a la(s) 9:41\u202fa.m., Mesa (mesa@soporte.example)\nescribió:',
    'El 05/06/2025 a las 9:41, Mesa de Soporte escribió:',
    'El 2025-06-05 09:41, Mesa escribió:',
    'El jueves, 5 de junio de 2025, 9:41:07 GMT-4, Mesa <mesa@soporte.example> escribió:',
    'Mesa <mesa@soporte.example> escribió el jueves 5 de junio de 2025 a las 9:41:',
    'Mensaje citado por Mesa <mesa@soporte.example>:',
    'On Thu, Jun 5, 2025 at 9:41 AM Desk <desk@support.example> wrote:',
    'On Jun 5, 2025, at 9:41, Desk\n<desk@support.example>\nwrote:',
    '2025-06-05 9:41 GMT-04:00 Desk <desk@support.example>:',
    '---- On Thu, 05 Jun 2025 09:41:07 -0400 Desk <desk@support.example> wrote ----',
    'Em qui., 5 de jun. de 2025 às 09:41, Mesa <mesa@apoio.example> escreveu:',
    'Le jeu. 5 juin 2025 à 09:41, Guichet <guichet@aide.example> a écrit :',
    'Am Do., 5. Juni 2025 um 09:41 Uhr schrieb Hilfe <hilfe@dienst.example>:',
    'Hilfe <hilfe@dienst.example> schrieb am Do., 5.\nJuni 2025, 09:41:',
    'Il giorno gio 5 giu 2025 alle ore 09:41 Aiuto <aiuto@servizio.example> ha scritto:',
    'Op do 5 jun 2025 om 09:41 schreef Balie <balie@hulp.example>:',
  ])('%s', (line) => {
    expect(visible(`Listo, gracias.\n\n${line}\n\n${old}`)).toBe('Listo, gracias.');
    expect(visible(`Listo, gracias.\n\n${line}\n\n¿Reinició el equipo?\nMesa`)).toBe(
      'Listo, gracias.',
    );
  });

  test('the quote may be marked from its first line on', () => {
    expect(
      visible(
        'Listo.\n\n> El 5 jun 2025, a las 9:41, Mesa <m@s.example> escribió:\n> \n> ¿Reinició?',
      ),
    ).toBe('Listo.');
  });
});

describe('the header of the old mail', () => {
  test.each([
    'De: Mesa <mesa@soporte.example>\nEnviado: jueves, 5 de junio de 2025 9:41\nPara: Luis\nAsunto: Caja',
    'De: Mesa [mailto:mesa@soporte.example]\nEnviado el: jueves, 5 de junio de 2025 9:41\nPara: Luis\nCC: Ana\nAsunto: Caja',
    '*De:* Mesa <mesa@soporte.example>\n*Fecha:* 5/6/2025 9:41\n*Para:* Luis\n*Asunto:* Caja',
    '________________________________\nFrom: Desk <desk@support.example>\nSent: Thursday, June 5, 2025 9:41 AM\nTo: Luis\nSubject: Till',
    '-----Mensaje original-----\nDe: Mesa\nEnviado: 5 de junio de 2025 9:41\nPara: Luis',
    '-------- Mensaje original --------\nDe: Mesa <mesa@soporte.example> Fecha: 5/6/25 9:41 (GMT-04:00) Para: Luis Asunto: Caja',
    'Von: Hilfe <hilfe@dienst.example>\nGesendet: Donnerstag, 5. Juni 2025 09:41\nAn: Luis\nBetreff: Kasse',
  ])('%s', (block) => {
    expect(visible(`Listo, gracias.\n\n${block}\n\nHola Luis, ¿reinició?`)).toBe('Listo, gracias.');
  });
});

describe('what only looks like a quote stays', () => {
  test.each([
    'Rutas nuevas:\nDe: Caracas\nPara: Mérida\n\nDe: Coro\nPara: Barinas',
    'De: la caja dos salió el error.\nPara: mañana lo necesito.',
    'El martes 3, el contador nos escribió:\nfalta la factura.',
    'On the other hand, the manual wrote:\nnothing at all.',
    'Sent from my desk, while the printer burns.',
    'Errores:\n2025-06-05 09:41 conexión perdida\n2025-06-05 09:42 conexión perdida',
    'Total\n-----\n120\n-----\nGracias',
    'El manual dice:\n> use el menú\ny el menú no está.',
  ])('%s', (text) => {
    expect(visible(text)).toBe(text);
  });
});

describe('where the answer stands', () => {
  const line = 'El jue, 5 jun 2025 a las 9:41, Mesa (<m@s.example>) escribió:';

  test('below the quote: the answer alone', () => {
    expect(visible(`${line}\n${old}\n\nSí, y sigue igual.`)).toBe('Sí, y sigue igual.');
  });

  test('between the quoted lines: the questions stay with it', () => {
    const text = visible(
      `Respondo abajo.\n\n${line}\n> ¿Cuál caja?\n\nLa dos.\n\n> ¿Desde cuándo?\n\nDesde ayer.`,
    );
    expect(text).toContain('> ¿Cuál caja?\n\nLa dos.');
    expect(text).toContain('Desde ayer.');
  });

  test('above, on the same line as the quote begins', () => {
    expect(visible(`listo El 5 jun 2025 a las 9:41, Mesa <m@s.example> escribió:\n${old}`)).toBe(
      'listo',
    );
  });

  test('above the mark that the desk asks to write over', () => {
    expect(
      visible('Ya probé.\n\n## Responda por encima de esta línea ##\n\nSu solicitud fue recibida'),
    ).toBe('Ya probé.');
  });

  test('a forward inside an answer is content', () => {
    const text =
      'Vean esto:\n\n---------- Mensaje reenviado ---------\nDe: Banco <b@banco.example>\nFecha: 5/6/2025\nAsunto: Error\n\nCódigo 40';
    expect(visible(text)).toBe(text);
  });
});

describe('signatures', () => {
  test.each([
    ['Gracias.\n\n-- \nLuis Peña\nTel. 555', 'Gracias.'],
    ['Gracias.\n\nEnviado desde mi iPhone', 'Gracias.'],
    ['Thanks.\n\nSent from my Galaxy', 'Thanks.'],
    ['Gracias.\n\nEnviado desde Correo para Windows 10', 'Gracias.'],
    [
      'Gracias.\n\nEnviado desde la sede de Valencia',
      'Gracias.\n\nEnviado desde la sede de Valencia',
    ],
    ['Gracias.\n\nObtener Outlook para Android<https://aka.example/x>\n\nHola Luis', 'Gracias.'],
    ['-- \nsolo la firma', '-- \nsolo la firma'],
  ])('%j', (text, left) => {
    expect(visible(text)).toBe(left);
  });
});

test('an indented block at the end of HTML is formatting, two levels are a quote', () => {
  expect(visible('Poema:\n> verso uno', true)).toBe('Poema:\n> verso uno');
  expect(visible('Listo\n> uno\n> > dos', true)).toBe('Listo');
});

test('no text takes long', () => {
  const before = performance.now();
  for (const piece of [
    '>',
    '> > ',
    'On ',
    'On Mon, 3 Mar 2025\n',
    'wrote:\n',
    'x <a@b.example\n',
    'De: x\nPara: y\n',
    '<\n',
    '--\n',
    ' ',
    'El lunes escribió\n',
    '2025-03-03 10:00 ',
  ])
    visible(`hola\n\n${piece.repeat(300_000 / piece.length)}`);
  expect(performance.now() - before).toBeLessThan(4_000);
});

describe('further clients and languages', () => {
  test.each([
    'El lun, 02-03-2026 a las 09:41 -0400, Mesa escribió:',
    'Con fecha 02/03/2026 09:41, Mesa <m@x.example> escribió:',
    '---- En lun, 02 mar 2026 09:41:07 -0400 Mesa<m@x.example> escribió ----',
    'No dia 02/03/2026, às 09:41, Mesa <m@x.example> escreveu:',
    'Am Montag, 2. März 2026 um 09:41:07 MEZ hat Mesa <m@x.example> Folgendes geschrieben:',
    'Mesa <m@x.example> hat am 02.03.2026 09:41 geschrieben:',
    'Op 2 mrt. 2026 om 09:41 heeft Mesa <m@x.example> het volgende geschreven:',
    'Missatge de Mesa <m@x.example> del dia dl., 2 de març 2026 a les 9:41:',
    'W dniu 02.03.2026 o 09:41, Mesa pisze:',
    'po 2. 3. 2026 v 9:41 odesílatel Mesa <m@x.example> napsal:',
    'Pada tanggal Sen, 2 Mar 2026 pukul 09.41 Mesa <m@x.example> menulis:',
    '2026/03/02 9:41、Mesa <m@x.example>のメール:',
    'Mesa <m@x.example> 于2026年3月2日周一 09:41写道：',
    'Mesa <m@x.example> ezt írta (időpont: 2026. márc. 2., H, 9:41):',
  ])('%s', (line) => {
    expect(visible(`Listo, gracias.\n\n${line}\n\n> texto viejo`)).toBe('Listo, gracias.');
    expect(visible(`Listo, gracias.\n\n${line}\ntexto viejo`)).toBe('Listo, gracias.');
  });

  test.each([
    '보낸 사람: Mesa <m@x.example>\n보낸 날짜: 2026년 3월 2일 9:41\n받는 사람: Luis\n제목: 금전',
    'Odesílatel: Mesa <m@x.example>\nOdesláno: 2. března 2026 9:41\nKomu: Luis\nPředmět: Kasa',
    'Feladó: Mesa <m@x.example>\nElküldve: 2026. március 2. 9:41\nCímzett: Luis\nTárgy: Pénztár',
    'Kimden: Mesa <m@x.example>\nGönderildi: 2 Mart 2026 09:41\nKime: Luis\nKonu: Kasa',
    'Enviado: lunes, 2 de marzo de 2026 9:41\nDe: Mesa <m@x.example>\nPara: Luis\nAsunto: Caja',
  ])('%j', (block) => {
    expect(visible(`Listo, gracias.\n\n${block}\n\ntexto viejo`)).toBe('Listo, gracias.');
  });

  test.each(['Enviado con Proton Mail', 'Enviado desde mi Huawei de Claro.'])('%s', (line) => {
    expect(visible(`Listo, gracias.\n\n${line}\n\n> texto viejo`)).toBe('Listo, gracias.');
  });
});
