/** Parts whose programs were not built in time, as `run.ts` found: counted as skipped, by name. */
const leftOut = process.env.REAL_PARTS_LEFT_OUT?.split(',') ?? [];

describe('Left out, because its programs were not built in time', () => {
  for (const folder of leftOut) test.skip(`the part ${folder}`, () => undefined);
});
