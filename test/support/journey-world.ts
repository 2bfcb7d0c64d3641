// The people of the journeys, made once through the API of the running product before the first journey begins.
import { randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { type APIRequestContext, type Browser, type Page, request } from '@playwright/test';
import { type Client, createClient } from '../../src/delivery/web/contract.ts';
import { journeyPort, root } from './journey-desk.ts';

export const origin = `http://127.0.0.1:${journeyPort}`;
export const password = 'tres palabras y un 7';

/** The firm's people. Carmen has every role, as the first administrator does; Ramón only attends. */
export const carmen = { name: 'Carmen Demo', email: 'carmen@andino.example' };
export const ramon = { name: 'Ramón Demo', email: 'ramon@andino.example' };
export const mailbox = 'mesa@andino.example';

export interface ApiSession {
  readonly call: Client;
  readonly context: APIRequestContext;
}

/** Speaks the contract as one person, with the cookies of a session. */
export async function apiSession(storageState?: StorageState): Promise<ApiSession> {
  const context = await request.newContext({
    baseURL: origin,
    ...(storageState === undefined ? {} : { storageState }),
    extraHTTPHeaders: { origin, 'x-forwarded-for': ownAddress() },
  });
  const call = createClient(async ({ method, url, headers, body }) => {
    const answer = await context.fetch(url, {
      method,
      headers: { ...headers },
      ...(body === undefined ? {} : { data: body }),
    });
    return { status: answer.status(), body: await answer.text() };
  });
  return { call, context };
}

/** All journeys together sign in oftener than one address may: each session comes from its own, as its people would. */
const ownAddress = () => `10.${[0, 1, 2].map(() => randomInt(1, 255)).join('.')}`;

export async function apiSessionOf(person: { readonly email: string }): Promise<ApiSession> {
  const isOfTheFirm = [carmen, ramon].some(({ email }) => email === person.email);
  if (!isOfTheFirm) return signIn(person);
  // Most journeys need one of these two: each worker signs them in once, and a session serves any number of windows.
  signedInOnce[person.email] ??= storageStateOf(person);
  return apiSession(await signedInOnce[person.email]);
}

type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>;
const signedInOnce: Record<string, Promise<StorageState> | undefined> = {};

async function storageStateOf(person: { readonly email: string }): Promise<StorageState> {
  const { context } = await signIn(person);
  const state = await context.storageState();
  await context.dispose();
  return state;
}

async function signIn(person: { readonly email: string }): Promise<ApiSession> {
  const session = await apiSession();
  await session.call('signInWithPassword', { body: { email: person.email, password } });
  return session;
}

export interface JourneyCustomer {
  readonly organizationId: number;
  readonly name: string;
  readonly contact: { readonly personId: number; readonly name: string; readonly email: string };
}

/** A customer of this journey alone, with a contract, so many units, and a contact who can sign in. */
export async function newCustomer(
  desk: Client,
  units: number,
  more: {
    readonly acceptsTerms?: boolean;
    readonly administrator?: boolean;
    readonly name?: string;
    readonly contactName?: string;
  } = {},
): Promise<JourneyCustomer> {
  const mark = randomUUID().slice(0, 6);
  const create = (name: string) =>
    desk('createOrganization', {
      body: { name, contract: { reference: `C-${mark}`, startsOn: '2026-01-01' } },
    });
  // The second try of a journey finds the customer of the first.
  const wanted = more.name ?? `Comercial ${mark}`;
  const { id: organizationId, name } = await create(wanted).catch(() =>
    create(`${wanted} ${mark}`),
  );
  if (units > 0) await buy(desk, organizationId, units);
  const email = `ana.${mark}@cliente.example`;
  const contact = await desk('inviteContact', {
    params: { organizationId },
    body: {
      name: more.contactName ?? `Ana ${mark}`,
      email,
      role: more.administrator === false ? 'customer' : 'customer_administrator',
    },
  });
  const token = await tokenSentTo(desk, email);
  const { call, context } = await apiSession();
  await call('acceptInvitation', { body: { token, password } });
  if (more.acceptsTerms !== false) {
    const me = await call('getMe');
    if (me.terms !== null) await call('acceptTerms', { body: { version: me.terms.version } });
  }
  await context.dispose();
  return {
    organizationId,
    name,
    contact: { personId: contact.personId, name: contact.name, email },
  };
}

export const buy = (desk: Client, organizationId: number, units: number) =>
  desk('recordPurchase', {
    params: { organizationId },
    body: { units, reference: `Factura ${randomUUID().slice(0, 8)}` },
    idempotencyKey: randomUUID(),
  });

/** The secret of the newest letter of this kind to an address, read where an administrator can read it: the local outbox. */
export async function tokenSentTo(
  desk: Client,
  address: string,
  kind: 'invitation' | 'sign-in-link' = 'invitation',
): Promise<string> {
  const letter = await eventually(async () => {
    const { items } = await desk('listOutgoingMail', { query: { limit: 100 } });
    const found = items.find(({ toAddress, purpose }) => toAddress === address && purpose === kind);
    return found && (await desk('getOutgoingMail', { params: { mailId: found.id } }));
  });
  const token = /token=([\w-]+)/.exec(letter.bodyText)?.[1];
  if (token === undefined) throw new Error(`the letter to ${address} carries no token`);
  return token;
}

/** What a job makes a moment later. Asks again until it is there. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error('it did not happen within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A picture for the README (`SCREENSHOTS=1 npm test` renews it), else one to look at among the test results. */
export const picture = (page: Page, name: string, fullPage = false) =>
  page.screenshot({
    path: path.join(
      root,
      process.env['SCREENSHOTS'] ? 'docs/screenshots' : 'test-results/pictures',
      `${name}.png`,
    ),
    fullPage,
  });

/** A browser page on which this person is signed in. */
export async function pageOf(
  browser: Browser,
  person: { readonly email: string },
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const session = await apiSessionOf(person);
  const storageState = await session.context.storageState();
  await session.context.dispose();
  const context = await browser.newContext({ baseURL: origin, ...options, storageState });
  return context.newPage();
}
