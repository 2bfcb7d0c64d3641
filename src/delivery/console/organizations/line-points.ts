/**
 * A stepped line through the values, from left to right, as the `d` of an SVG path: a balance stays what it is until
 * the next entry. Zero is always on the scale, so that a small change never looks like a fall to nothing.
 */
export function linePoints(values: readonly number[], width: number, height: number): string {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const range = high === low ? 1 : high - low;
  const y = (value: number) => round(height - ((value - low) / range) * height);
  const step = width / Math.max(1, values.length);
  return values
    .map(
      (value, index) =>
        `${index === 0 ? 'M0' : `H${round(index * step)} V`}${index === 0 ? `,${y(value)}` : y(value)}`,
    )
    .concat(`H${width}`)
    .join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
