/** Said at the end of a form, where the finger just was; in the same place when it happens again. */
export function sayNotSent(form: HTMLFormElement, words: string): void {
  const notice =
    form.querySelector('[data-not-sent]') ??
    form.appendChild(Object.assign(document.createElement('p'), { className: 'error' }));
  notice.setAttribute('data-not-sent', '');
  notice.setAttribute('role', 'alert');
  notice.textContent = words;
}
