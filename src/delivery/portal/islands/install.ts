// The portal on the phone's home screen: offered in the profile, by a button where the browser has one to give.
import { each } from '../browser/page.ts';

/** Not in the DOM's own types: only some browsers have it. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}
const isOffer = (event: Event): event is InstallOffer => 'prompt' in event;

const isInstalled = matchMedia('(display-mode: standalone)').matches;
// The only ones that can and never offer it; an iPad says that it is a Mac, and no Mac has more than one finger.
const isApplePhone =
  /iPhone|iPad/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

if (isApplePhone && !isInstalled) {
  show('[data-install-by-hand]', () => undefined);
}
addEventListener('beforeinstallprompt', (event) => {
  if (!isOffer(event)) return;
  event.preventDefault();
  show('[data-install-act]', (button) => {
    // An offer can be taken once; the browser makes another when it was declined.
    button.onclick = () => {
      hide();
      void event.prompt();
    };
  });
});
addEventListener('appinstalled', hide);

function show(part: string, prepare: (part: HTMLElement) => void): void {
  each<HTMLElement>('[data-install]', (place) => {
    place.hidden = false;
    each<HTMLElement>(
      part,
      (shown) => {
        shown.hidden = false;
        prepare(shown);
      },
      place,
    );
  });
}

function hide(): void {
  each<HTMLElement>('[data-install]', (place) => {
    place.hidden = true;
  });
}
