const unitSeconds: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** The seconds of a duration as Go writes it, `1h30m`; undefined when it is none. */
export function durationSeconds(text: string): number | undefined {
  const part = /(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns)/g;
  if (!/^((\d+(\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined;
  return [...text.matchAll(part)].reduce(
    (sum, [, amount = '', unit = '']) => sum + Number(amount) * (unitSeconds[unit] ?? 0),
    0,
  );
}
