/** C0 and C1 controls except tab and line feed, and the direction overrides that make a text lie about its order. */
const unsafeInText = unsafeCharacters(
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f',
);
const unsafeInLine = unsafeCharacters('\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f');

/** A body: line ends become `\n`; controls and direction overrides go. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unsafeInText, '');

/**
 * A header value as people see it: one line, whatever an encoded word smuggled in (EMAIL.md, header injection).
 * Line breaks become spaces so that the words on both sides stay apart.
 */
export const cleanLine = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r\u2028\u2029]+/g, ' ')
    .replace(unsafeInLine, '')
    .trim();

/** Written as a string, so that the source itself holds no control characters. */
function unsafeCharacters(controls: string): RegExp {
  return new RegExp(`[${controls}\\u202a-\\u202e\\u2066-\\u2069\\ufeff]`, 'g');
}
