import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePort, freePort } from './free-port.ts';

const host = '127.0.0.1';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function occupy(port = 0): Promise<number> {
  const server = createServer().listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('ports', () => {
  it('one that was asked for is used when it is free', async () => {
    const port = (await freePort(host, 0)) ?? 0;
    expect(await choosePort(host, { setting: 'PORT', asked: port, preferred: 3000 })).toBe(port);
  });

  it('one that was asked for and is taken is an error that names its setting', async () => {
    const asked = await occupy();
    await expect(choosePort(host, { setting: 'PORT', asked, preferred: 3000 })).rejects.toThrow(
      `port ${asked} is taken by another program: set PORT`,
    );
  });

  it('when none was asked for, the next free one after the preferred is found', async () => {
    const preferred = await occupy();
    const port = await choosePort(host, { setting: 'PORT', asked: null, preferred });
    expect(port).toBeGreaterThan(preferred);
    expect(port).toBeLessThan(preferred + 50);
  });

  it('zero is any free one', async () => {
    const port = await choosePort(host, { setting: 'PORT', asked: 0, preferred: 3000 });
    expect(port).toBeGreaterThan(0);
  });

  it('an address that this machine does not have is an error that names it', async () => {
    await expect(freePort('192.0.2.1', 0)).rejects.toThrow('192.0.2.1');
  });
});
