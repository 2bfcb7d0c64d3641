import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import {
  inHours,
  now,
  sampleClock,
  sampleContext,
  sampleMessage,
  sampleTicket,
} from '../../../test/support/sample-ticket.ts';
import type { Ticket } from '../web/contract.ts';
import { answerPage } from './answer.tsx';
import { safeNext } from './form.ts';
import { ClockProofView } from './pages/clock-proof.tsx';
import { readTicketForm } from './pages/new-ticket.tsx';
import { TicketView } from './pages/ticket.tsx';
import { ClockPanel, lookOf, shareLeft } from './views/clock.tsx';
import { Text } from './views/text.tsx';
import { currentClocks, nextStep } from './views/ticket-words.ts';

const attack = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

function pageOf(ticket = sampleTicket(), context = sampleContext()): string {
  const answer = answerPage(context, {
    title: ticket.subject,
    section: 'tickets',
    scripts: ['composer.js', 'live.js'],
    body: (
      <TicketView
        context={context}
        ticket={ticket}
        older={[]}
        done={null}
        formKey="a-key-of-a-form"
        retained={{}}
        refused={[]}
      />
    ),
  });
  return 'html' in answer ? answer.html : '';
}
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|\s+/g, ' ')
    .trim();

describe('who follows a request', () => {
  const ana = { personId: 2, name: 'Ana' };
  const followed = {
    participants: [
      {
        personId: 5,
        name: 'Luis',
        addedBy: ana,
        rule: 'copied' as const,
        clause: 'II',
        words: 'En copia de un correo de Ana',
        addedAt: inHours(-1),
        mayRemove: true,
      },
    ],
    participantProposals: [
      {
        id: 9,
        address: 'eva@acme.example',
        name: 'Eva',
        proposedBy: ana,
        proposedAt: inHours(-1),
        mayDecide: true,
      },
    ],
  };

  it('is shown with who added them and by which clause, and is decided by one act', () => {
    const html = pageOf(sampleTicket({ ...followed, acts: ['answer', 'add-participant'] }));
    expect(textOf(html)).toMatch(/Luis En copia de un correo de Ana .*Cláusula II/);
    expect(html).toContain('action="/tickets/1042/participants/5/removal"');
    expect(html).toContain('action="/tickets/1042/participant-proposals/9"');
    expect(html).toMatch(/<button[^>]*name="outcome" value="accepted"[^>]*>Aceptar a eva@acme/);
    expect(html).toContain('action="/tickets/1042/participants"');
  });

  it('whoever may not decide sees that it waits, and whoever only follows adds nobody', () => {
    const [proposal] = followed.participantProposals;
    const waits = proposal === undefined ? [] : [{ ...proposal, mayDecide: false }];
    const asker = pageOf(
      sampleTicket({ ...followed, participantProposals: waits, acts: ['add-participant'] }),
    );
    expect(asker).not.toContain('name="outcome"');
    expect(textOf(asker)).toContain('No sigue la solicitud hasta que lo acepte');
    const follower = pageOf(
      sampleTicket({ participants: followed.participants, acts: ['answer'] }),
    );
    expect(follower).not.toContain('action="/tickets/1042/participants"');
    expect(pageOf(sampleTicket({ acts: ['answer'] }))).not.toContain('participants-title');
  });
});

describe('a page', () => {
  it('shows what people wrote as they wrote it, wherever it stands', () => {
    const html = pageOf(
      sampleTicket({
        subject: attack,
        expectedResult: attack,
        requester: { personId: 2, name: attack },
        assignee: { personId: 3, name: attack },
        service: { id: 1, name: attack },
        messages: [
          sampleMessage({
            text: attack,
            fullText: attack,
            fullHtmlUrl: null,
            rawUrl: null,
            mail: null,
            person: { personId: 2, name: attack },
            attachments: [
              {
                id: 1,
                name: attack,
                mediaType: 'text/plain',
                byteSize: 10,
                inline: false,
                role: 'file',
                url: '/attachments/1',
              },
            ],
          }),
        ],
        links: [{ number: 7, subject: attack, kind: 'split', direction: 'to' }],
      }),
      sampleContext({ firmName: attack }),
    );
    expect(html).not.toMatch(/<img|<script>/);
    expect(html.split('&lt;script>alert(2)').length).toBeGreaterThan(8);
  });

  it('has nothing inline that its policy would forbid', () => {
    const html = pageOf();
    expect(html).not.toMatch(/\sstyle=|<style|\son\w+="|javascript:/);
    for (const [script] of html.matchAll(/<script[^>]*>[^<]*/g)) {
      expect(script).toMatch(/^<script type="module" src="\/assets\/[\w.-]+">$/);
    }
  });

  it('has forms that a browser without script can send', () => {
    const forms = [
      ...pageOf(sampleTicket({ acts: ['answer', 'confirm', 'reopen', 'withdraw'] })).matchAll(
        /<form[^>]*>[\s\S]*?<\/form>/g,
      ),
    ].map(([form]) => form);
    expect(forms).toHaveLength(4);
    for (const form of forms) {
      expect(form).toMatch(/^<form[^>]* method="post"/);
      expect(form).toMatch(/ action="\/tickets\/1042\/\w+"/);
      expect(form).toMatch(/<input type="hidden" name="key" value="[\w-]{8,}"/);
      expect(form).toMatch(/<button[^>]* type="submit"/);
    }
  });

  it('offers only the acts that the desk says are open to the reader', () => {
    expect(pageOf(sampleTicket({ acts: [] }))).not.toContain('<form');
  });

  it('is in the language of the reader', () => {
    const english = pageOf(sampleTicket(), sampleContext({ language: 'en' }));
    expect(english).toContain('<html lang="en"');
    expect(textOf(english)).toContain('Response before today at 17:10');
    expect(textOf(english)).toContain('The 2nd unit begins in 14 min of work.');
    expect(textOf(pageOf())).toContain('Respuesta antes de hoy a las 17:10');
    expect(textOf(pageOf())).toContain('La 2.ª unidad empieza en 14 min de trabajo.');
  });

  it('cites clauses in the version that the request is bound to', () => {
    expect(pageOf()).toContain('href="/agreement/2#T3"');
  });
});

describe('whose move it is', () => {
  it.each([
    ['waiting', { ball: 'customer' }, 'Le toca responder'],
    ['resolved', { ball: 'customer' }, '¿Quedó resuelta?'],
    ['held', { ball: 'customer' }, 'Retenida: la recibimos y nada se perdió'],
    ['open', { assignee: { personId: 3, name: 'Ana' } }, 'Ana la atiende.'],
    ['open', {}, 'Soporte Andino la tiene.'],
    ['referred', {}, 'La canalizamos con servicios profesionales'],
    ['withdrawn', {}, 'Usted retiró esta solicitud.'],
  ] as const)('%s is said in words', (status, changes, words) => {
    expect(textOf(pageOf(sampleTicket({ status, ...changes })))).toContain(words);
  });

  const attemptAt = (hours: number) => ({
    at: inHours(hours),
    delivered: true,
    deliveries: [
      {
        address: 'maria@avila.example',
        state: 'sent' as const,
        undeliveredReason: null,
        undeliveredStatus: null,
      },
    ],
  });
  const silent = {
    presences: [] as string[],
    presencesLeft: 2,
    mayConfirmPresence: true,
    mayAbandon: false,
  };
  const asked = { askedAt: inHours(-30), nextReminderAt: null, abandonmentAt: null };

  it('VIII.b "I am still here" is one button, and what it does stands beside it', () => {
    const waiting = (informationRequest: Ticket['informationRequest']) =>
      pageOf(
        sampleTicket({
          status: 'waiting',
          informationRequest,
          acts: ['answer', 'confirm-presence'],
        }),
      );
    const attempts = [attemptAt(-30)];
    expect(waiting({ ...asked, ...silent, attempts })).toContain('/tickets/1042/presence');
    const said = { ...silent, mayConfirmPresence: false, presencesLeft: 1 };
    const after = waiting({
      ...asked,
      ...said,
      attempts,
      presences: [inHours(-1)],
      nextReminderAt: inHours(23),
    });
    expect(after).not.toContain('/tickets/1042/presence');
    expect(textOf(after)).toContain('Usted avisó que sigue aquí');
  });

  it('VIII.b a closing by abandonment lists every attempt, to whom and whether it arrived', () => {
    const came = attemptAt(-100);
    const lost = {
      ...attemptAt(-76),
      delivered: false,
      deliveries: came.deliveries.map((mail) => ({
        ...mail,
        state: 'bounced' as const,
        undeliveredReason: 'mailbox-full' as const,
      })),
    };
    const html = pageOf(sampleTicket({ status: 'closed', abandoned: { attempts: [came, lost] } }));
    expect(textOf(html)).toContain('entregado a maria@avila.example');
    expect(textOf(html)).toContain(
      'no llegó a maria@avila.example: el buzón está lleno; no cuenta',
    );
    expect(html).toContain('#VIII.b');
  });

  it('VIII.b is announced before it happens, with its clause', () => {
    const html = pageOf(
      sampleTicket({
        status: 'waiting',
        informationRequest: {
          askedAt: inHours(-30),
          attempts: [attemptAt(-30), attemptAt(-2)],
          nextReminderAt: null,
          abandonmentAt: inHours(46),
          ...silent,
        },
      }),
    );
    expect(textOf(html)).toContain(
      'Han sido 2 veces. Si no recibimos respuesta, se cerrará el martes',
    );
    expect(html).toContain('#VIII.b');
  });

  it('T7 a colleague’s terms are not offered for acceptance', () => {
    const conditions = [
      { clause: 'II', key: 'contract', met: true, facts: {}, words: 'Hay contrato' },
      { clause: 'T7', key: 'terms', met: false, facts: {}, words: 'Faltan los términos' },
    ];
    const mine = pageOf(sampleTicket({ status: 'held', conditions }));
    const theirs = pageOf(
      sampleTicket({ status: 'held', conditions, requester: { personId: 2, name: 'Luis' } }),
    );
    expect([mine.includes('href="/terms"'), theirs.includes('href="/terms"')]).toEqual([
      true,
      false,
    ]);
    expect(mine.indexOf('Faltan los términos')).toBeLessThan(mine.indexOf('Hay contrato'));
  });

  it('a promise that was missed says by how much, not that all is well', () => {
    const nextClock = {
      kind: 'resolution',
      dueAt: inHours(-2),
      breached: true,
      state: 'running',
    } as const;
    expect(nextStep(sampleTicket({ nextClock }), sampleContext())).toBe(
      'La solución lleva 2 h de retraso',
    );
  });
});

describe('a clock', () => {
  it.each([
    ['running', {}, 'running', /Antes de hoy a las 17:10 quedan 3 h Acuerdo: 4 h, horas corridas/i],
    ['near its end', { dueAt: inHours(0.5) }, 'soon', /quedan 30 min/],
    [
      'past its due moment',
      { dueAt: inHours(-1) },
      'breached',
      /era para hoy a las 13:10 1 h de retraso/i,
    ],
    [
      'paused',
      { state: 'paused', dueAt: null, pausedFor: 'waiting-customer', remainingSeconds: 7200 },
      'paused',
      /En pausa mientras responde quedan 2 h/,
    ],
    [
      'paused until an appointment',
      { state: 'paused', dueAt: null, pausedFor: 'appointment' },
      'paused',
      /hasta la actividad pautada/,
    ],
    [
      'met',
      { state: 'met', metAt: inHours(-1), metOnTime: true },
      'met',
      /Cumplida a tiempo hoy a las 13:10/,
    ],
    ['met late', { state: 'met', metAt: inHours(-1), metOnTime: false }, 'breached', /con retraso/],
    [
      'without promise',
      { state: 'none', targetMinutes: null, dueAt: null },
      'none',
      /Se conviene con usted/,
    ],
    [
      'in service hours',
      { hours: 'service', remainingSeconds: 5400 },
      'running',
      /quedan 1 h 30 min Acuerdo: 4 h, horas de servicio/,
    ],
  ] as const)('%s', (_, changes, look, words) => {
    const clock = sampleClock(changes);
    expect(lookOf(clock, now)).toBe(look);
    const html = renderToString(<ClockPanel context={sampleContext()} clock={clock} />);
    expect(textOf(html)).toMatch(words);
  });

  it('ticks in the browser only where minutes on the wall are minutes of the promise', () => {
    const ticks = (changes: Parameters<typeof sampleClock>[0]) =>
      renderToString(
        <ClockPanel context={sampleContext()} clock={sampleClock(changes)} />,
      ).includes('data-due');
    expect([ticks({}), ticks({ hours: 'service' }), ticks({ state: 'met' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('shows what is left of it, never more than all and never less than nothing', () => {
    expect(shareLeft(sampleClock({ dueAt: inHours(1) }), now)).toBeCloseTo(0.25);
    expect(shareLeft(sampleClock({ dueAt: inHours(-9) }), now)).toBe(0);
    expect(shareLeft(sampleClock({ dueAt: inHours(99) }), now)).toBe(1);
  });

  it('VIII.c of a request that was reopened is the one that runs now', () => {
    const first = sampleClock({ kind: 'resolution', state: 'met', cycle: 1 });
    const second = sampleClock({ kind: 'resolution', cycle: 2 });
    expect(currentClocks({ clocks: [first, second] })).toEqual([second]);
  });
});

describe('text', () => {
  it.each([
    ['vea https://a.example/x?y=1&z=2.', 'https://a.example/x?y=1&amp;z=2'],
    ['(http://a.example/)', 'http://a.example/'],
  ])('%j has a link that ends where the address ends', (written, href) => {
    const html = renderToString(<Text>{written}</Text>);
    expect(html).toContain(`href="${href}"`);
    expect(html).toContain('rel="noopener noreferrer nofollow"');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://'])(
    '%s is no link',
    (written) => {
      expect(renderToString(<Text>{written}</Text>)).not.toContain('<a');
    },
  );
});

describe('a form', () => {
  it('IV.c keeps its key, its answers and its waiting files from step to step', () => {
    const form = readTicketForm({
      form: {
        key: ['key-of-the-form'],
        description: [' No factura '],
        priority: ['p1'],
        subjectMatter: ['service:3'],
        'answer.till': ['3'],
        'answer.empty': [' '],
        inScopeBecause: [' Es de la empresa '],
        attachments: ['12:foto: 1.jpg', 'no file', '13:b.txt'],
      },
      files: [{ field: 'files', attachmentId: 14, name: 'c.txt' }],
    });
    expect(form).toEqual({
      key: 'key-of-the-form',
      description: 'No factura',
      expectedResult: '',
      priority: 'p1',
      subjectMatter: 'service:3',
      inScopeBecause: 'Es de la empresa',
      answers: { till: '3' },
      waiting: [
        { id: 12, name: 'foto: 1.jpg' },
        { id: 13, name: 'b.txt' },
        { id: 14, name: 'c.txt' },
      ],
    });
  });

  it('takes no priority that is not offered', () => {
    expect(readTicketForm({ form: { priority: ['agreed'] }, files: [] }).priority).toBeNull();
  });

  it.each([
    ['/tickets/7?x=1#m2', '/tickets/7?x=1#m2'],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['https://evil.example', undefined],
    ['/a b', undefined],
    ['/sign-in?next=/sign-in', undefined],
    ['', undefined],
    [null, undefined],
  ])('goes on to %j only inside the desk', (next, path) => {
    expect(safeNext(next)).toBe(path);
  });
});

describe('why a clock is due then', () => {
  it('shows each stretch with its clause, whether it counted, and the sentences of the desk', () => {
    const html = renderToString(
      <ClockProofView
        context={sampleContext()}
        ticket={{ number: 12, agreementVersion: 1 }}
        proofs={[
          {
            kind: 'resolution',
            clock: sampleClock({ kind: 'resolution', state: 'running' }),
            why: ['Quedan 41 h.', attack],
            intervals: [
              stretch({ from: inHours(-5), to: inHours(-2), counted: true, words: 'Corrió' }),
              stretch({ from: inHours(-2), to: inHours(0), counted: false, words: attack }),
            ],
          },
        ]}
      />,
    );
    expect(html).not.toMatch(/<img|<script>/);
    const text = textOf(html);
    expect(text).toContain('Quedan 41 h.');
    expect(text).toMatch(/Corrió .* 3 h cuenta cláusula VII/i);
    expect(text).toMatch(/ahora 2 h no cuenta/);
    expect(html).toContain('href="/agreement/1#VII"');
  });

  it('says so when no time runs yet', () => {
    const view = (
      <ClockProofView
        context={sampleContext()}
        ticket={{ number: 12, agreementVersion: 1 }}
        proofs={[]}
      />
    );
    expect(textOf(renderToString(view))).toContain('Ningún tiempo corre');
  });

  const stretch = (told: { from: string; to: string; counted: boolean; words: string }) => ({
    seconds: (Date.parse(told.to) - Date.parse(told.from)) / 1000,
    clause: 'VII' as const,
    ...told,
  });
});
