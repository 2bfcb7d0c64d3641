import { Toast } from '@base-ui/react/toast';
import { iconCircleCheck, iconOctagonAlert, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { problemWords } from '../server/problem-words.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

const manager = Toast.createToastManager();

interface ToastExtras {
  readonly detail?: string;
  readonly action?: { readonly words: string; readonly run: () => void };
}

/** Says that something was done, for a few seconds, and how to go on from there. */
export function say(title: string, { detail, action }: ToastExtras = {}): void {
  manager.add({
    title,
    ...(detail === undefined ? {} : { description: detail }),
    ...(action === undefined
      ? {}
      : { actionProps: { children: action.words, onClick: action.run }, timeout: 10_000 }),
  });
}

/** For what fails away from its own screen; where there is a place for it, ProblemNote stands there instead. */
export function sayProblem(error: unknown): void {
  const { title, detail } = problemWords(error);
  manager.add({
    title,
    ...(detail === undefined ? {} : { description: detail }),
    type: 'problem',
    priority: 'high',
    timeout: 15_000,
  });
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} timeout={5000} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-3 bottom-20 left-3 z-50 flex flex-col gap-2 tablet:right-auto tablet:bottom-4 tablet:left-22 tablet:w-88">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="appear rounded-m bg-ink text-page shadow-raised data-limited:hidden"
    >
      <Toast.Content className="flex items-start gap-2.5 p-3">
        <Icon
          of={toast.type === 'problem' ? iconOctagonAlert : iconCircleCheck}
          className="mt-0.5"
        />
        <div className="min-w-0 grow">
          <Toast.Title className="text-s font-strong" />
          <Toast.Description className="text-s" />
        </div>
        <Toast.Action render={<Button look="secondary" className="-my-1 h-7" />} />
        <Toast.Close
          render={
            <IconButton
              icon={iconX}
              name={m.console_close()}
              className="-my-1 -mr-1 h-7 w-7 text-page"
            />
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}
