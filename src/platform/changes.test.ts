import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/test-database.ts';
import { announce, listenForChanges } from './changes.ts';
import { inTransaction } from './database/index.ts';
import { silentLog } from './log.ts';

const database = await testDatabase();

describe('changes', () => {
  it('are heard when the transaction commits, in its order, and never when it fails', async () => {
    const heard: unknown[] = [];
    const last = new EventEmitter();
    const listening = await listenForChanges(
      database,
      {
        onChange(change) {
          heard.push(change);
          if (change['last']) last.emit('heard');
        },
        onGap: () => undefined,
      },
      silentLog,
    );
    const end = once(last, 'heard');
    await inTransaction(database, async (tx) => {
      await announce(tx, { ticketNumber: 1 });
      throw new Error('undone');
    }).catch(() => undefined);
    await inTransaction(database, async (tx) => {
      await announce(tx, { ticketNumber: 2 });
      await announce(tx, { ticketNumber: 3, last: true });
    });
    await end;
    await listening.stop();
    expect(heard).toEqual([{ ticketNumber: 2 }, { ticketNumber: 3, last: true }]);
  });

  it('after a lost connection the listener is told of the gap and hears again', async () => {
    const events = new EventEmitter();
    const listening = await listenForChanges(
      database,
      {
        onChange: (change) => events.emit('change', change),
        onGap: () => events.emit('gap'),
      },
      silentLog,
    );
    const gap = once(events, 'gap');
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'atenta changes'`,
    );
    await gap;
    const change = once(events, 'change');
    await inTransaction(database, (tx) => announce(tx, { ticketNumber: 4 }));
    expect(await change).toEqual([{ ticketNumber: 4 }]);
    await listening.stop();
  });

  it('a change that carries more than ids is refused', async () => {
    await expect(
      inTransaction(database, (tx) => announce(tx, { text: 'x'.repeat(8000) })),
    ).rejects.toThrow(RangeError);
  });
});
