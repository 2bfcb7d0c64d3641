import { cx } from './class-names.ts';

/** Two letters of a name. Always beside the name, or inside something that says it. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-brand-tint font-strong text-on-brand-tint',
        size === 's' ? 'size-5 text-[0.625rem]' : 'size-7 text-xs',
      )}
    >
      {initials(name)}
    </span>
  );
}

/** The name and the first surname: "Ana Rivas Contreras" is AR, "María del Carmen Pérez" is MC. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word));
  const two = (capitals.length > 1 ? capitals : words).slice(0, 2);
  return two.map((word) => word.charAt(0).toLocaleUpperCase()).join('') || '·';
}
