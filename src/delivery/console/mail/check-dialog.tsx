import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { iconCircleCheck, iconOctagonAlert, iconTriangleAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { mailboxCheckQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';

type Mailbox = CallOutput<Api['listMailboxes']>['items'][number];
type Check = CallOutput<Api['getMailboxCheck']>;
type Finding = Check['findings'][number];

const looks = {
  ok: { icon: iconCircleCheck, tone: 'text-good', words: m.mailboxes_verdict_ok },
  warning: { icon: iconTriangleAlert, tone: 'text-turn', words: m.mailboxes_verdict_warning },
  broken: { icon: iconOctagonAlert, tone: 'text-bad', words: m.mailboxes_verdict_broken },
} as const satisfies Readonly<Record<Finding['verdict'], object>>;

/** The mailbox doctor: what it looks at now, and what it has found so far. */
export function CheckDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const [checkId, setCheckId] = useState<number | null>(null);
  const start = useWrite('startMailboxCheck', { onDone: ({ id }) => setCheckId(id) });
  const { send } = start;
  const begin = () => send({ params: { mailboxId: mailbox.id } });
  // Opening it is asking for it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opening
  useEffect(begin, []);
  const found = useQuery({ ...mailboxCheckQuery(checkId ?? 0), enabled: checkId !== null });
  const check = found.data;
  const running = start.pending || (checkId !== null && check?.running !== false);
  return (
    <Dialog
      open
      onClose={onClose}
      size="medium"
      title={m.mailboxes_check_title({ address: mailbox.address })}
      description={m.mailboxes_check_detail()}
    >
      <DialogBody>
        <Outcome check={check} running={running} />
        <ul className="flex flex-col gap-3">
          {check?.findings.map((finding) => (
            <FindingItem key={finding.key} finding={finding} />
          ))}
        </ul>
        <ProblemNote error={start.error ?? found.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>{m.console_close()}</Button>
        <Button look="primary" busy={running} onClick={begin}>
          {m.mailboxes_check_again()}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function FindingItem({ finding: { step, verdict, words, record } }: { finding: Finding }) {
  const look = looks[verdict];
  return (
    <li className="flex gap-2.5">
      <Icon of={look.icon} className={`mt-0.5 ${look.tone}`} />
      <div className="min-w-0 grow">
        <p className="text-xs text-soft">
          <span className={look.tone}>{look.words()}</span> · {step}
        </p>
        <p className="break-words">{words}</p>
        {record !== null && (
          <p className="mt-1 text-xs text-soft">
            {m.mailboxes_check_write()}
            <code className="mt-0.5 block rounded-s bg-sunken px-2 py-1 wrap-anywhere text-ink select-all">
              {record}
            </code>
          </p>
        )}
      </div>
    </li>
  );
}

function Outcome({ check, running }: { check: Check | undefined; running: boolean }) {
  if (running) {
    const step = check?.step ?? '…';
    return (
      <p role="status" className="text-soft">
        {m.mailboxes_check_running({ step })}
      </p>
    );
  }
  if (check === undefined) return null;
  const well = check.findings.every(({ verdict }) => verdict === 'ok');
  return (
    <Notice tone={well ? 'good' : 'turn'} live="polite">
      {well ? m.mailboxes_check_well() : m.mailboxes_check_not_well()}
    </Notice>
  );
}
