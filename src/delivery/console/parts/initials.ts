/** The name and the first surname: "Ana Rivas Contreras" is AR, "María del Carmen Pérez" is MC. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word));
  const two = (capitals.length > 1 ? capitals : words).slice(0, 2);
  return two.map((word) => word.charAt(0).toLocaleUpperCase()).join('') || '·';
}
