/** Said below the button, where the finger just was; in the same place when it happens again. */
export function sayNotSent(form: HTMLFormElement, words: string): void {
  const notice =
    form.querySelector('[data-not-sent]') ??
    Object.assign(document.createElement('p'), { className: 'error' });
  if (!notice.isConnected) {
    const button = form.querySelector('button[type="submit"]');
    if (button === null) form.append(notice);
    else button.after(notice);
  }
  notice.setAttribute('data-not-sent', '');
  notice.setAttribute('role', 'alert');
  notice.textContent = words;
}
