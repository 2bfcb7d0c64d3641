// A process that opens the embedded server of a folder, says so, and holds it until its stdin ends.
import { once } from 'node:events';
import { openEmbeddedServer } from '../../src/platform/database/embedded/open-embedded-server.ts';
import { silentLog } from '../../src/platform/log.ts';
import { hastySettings } from './throw-away-server.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await openEmbeddedServer({ dataDir, log: silentLog, settings: hastySettings });
await server.ensureDatabase('atenta');
console.log(JSON.stringify({ adopted: server.adopted, url: server.url('atenta') }));
process.stdin.resume();
await once(process.stdin, 'end');
await server.stop();
