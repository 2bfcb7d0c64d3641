/** A key that no question of the service has yet: `question_1`, `question_2`. */
export function freshKey(taken: readonly string[]): string {
  let count = taken.length + 1;
  while (taken.includes(`question_${count}`)) count += 1;
  return `question_${count}`;
}
