/** More words than this say something. */
const wordsMax = 14;

const thanks =
  /(^|\W)(gracias|agradecid[oa]s?|agradezco|excelente|perfecto|listo|resuelto|confirmado|conforme|recibido|enterad[oa]|de acuerdo|ok|okay|vale|thanks|thank you|thx|great|perfect|solved|resolved|works|confirmed|received|cheers)(\W|$)/iu;

const objection =
  /(^|\W)(no|not|nunca|never|pero|but|aún|aun|todavía|todavia|still|sigue|siguen|otra vez|again|falla|falló|fallo|error|persiste|doesn't|don't|isn't|won't|can't|cannot)(\W|$)|\?/iu;

/**
 * VIII.c: whether an answer to a resolved request only gives thanks or confirms, and so asks for nothing: such a mail
 * never reopens. A short text with a word of thanks, without an objection or a question. When in doubt it asks.
 */
export function readsAsThanks(text: string): boolean {
  const said = text.trim();
  if (said === '') return true;
  if (said.length > 400 || objection.test(said)) return false;
  return thanks.test(said) && said.split(/\s+/).length <= wordsMax;
}
