const unitSeconds = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 } as const;

const number = String.raw`(\d+(?:\.\d*)?|\.\d+)`;
const unit = '(h|ms|m|s|us|µs|ns)';

/** The seconds of a duration as Go writes it, `1h30m`; undefined when it is none. */
export function durationSeconds(text: string): number | undefined {
  if (!new RegExp(`^(${number}${unit})+$`).test(text)) return undefined;
  return [...text.matchAll(new RegExp(number + unit, 'g'))].reduce(
    (sum, [, amount, name]) => sum + Number(amount) * secondsOf(name),
    0,
  );
}

function secondsOf(name: string | undefined): number {
  return Object.entries(unitSeconds).find(([known]) => known === name)?.[1] ?? Number.NaN;
}
