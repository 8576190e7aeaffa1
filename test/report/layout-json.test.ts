import { layoutJson } from 'rustfs-constructs';
import { threeZones } from './layouts';

describe('the JSON of a layout', () => {
  test('is the documented interface, and nothing else', () => {
    expect(layoutJson(threeZones, [])).toMatchSnapshot();
  });

  test('keeps bytes beyond what a number holds', () => {
    const rawBytes = 2n ** 70n + 1n;
    expect(JSON.parse(layoutJson({ ...threeZones, rawBytes }, []))).toMatchObject({
      rawBytes: '1180591620717411303425',
    });
  });

  test('carries the problems by path, code, severity, message and fix', () => {
    const problem = {
      path: 'pools[0]',
      code: 'erasure-set',
      severity: 'error',
      message: 'no set size divides 17 drives',
      fix: 'take 16 servers',
    } as const;
    const none = { pools: [], rawBytes: 0n, usableBytes: 0n };
    expect(JSON.parse(layoutJson(none, [problem]))).toMatchObject({ pools: [], problems: [problem] });
  });
});
