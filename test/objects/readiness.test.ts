import fc from 'fast-check';
import type { ProbeTimings } from 'rustfs-constructs';
import { silenceBorne } from '../../lib/tenant/rules/probes';
import { container } from '../support/composed';
import { absences, type Answers } from '../support/kubelet';
import { acme } from '../support/specs';

/** The probe of the default profile. */
const probe: ProbeTimings = container(acme).readinessProbe ?? {};

/** Probes come at any moment of a period: every tenth of a second of one. */
const phases = Array.from({ length: 50 }, (_, tenth) => tenth / 10 - 5);

const quick = { after: 0, yes: true };
const never = { after: Number.POSITIVE_INFINITY, yes: false };

/**
 * What the others' readiness is when the network of a server is cut off at 0: whoever asks meanwhile is answered when the
 * silence is over, and then in 3 s. Measured on 1.0.0-rc.3: a silence of 24.0 to 24.8 s, with one server of 4 x 1 cut off
 * as with two of 6 x 1; some 12 to 18 s where nobody waits for an answer for more than 5 s, as probes do not.
 */
function silentFor(seconds: number): Answers {
  return (at) => (at < 0 ? quick : { after: at < seconds - 3 ? seconds - at : 3, yes: true });
}
const partition = silentFor(25);

/** The seconds until a server leaves for good, by phase. */
function leaves(timings: ProbeTimings, answers: Answers): number[] {
  return phases.map((phase) => absences(timings, answers, phase, 200)[0]?.from ?? Number.POSITIVE_INFINITY);
}

describe('While the network of one server is cut off', () => {
  test.each(phases)('the others stay in the Services, with probes from %d s on', (phase) => {
    expect(absences(probe, partition, phase, 200)).toEqual([]);
  });

  test('three failures, as before, would empty the Services', () => {
    const before = { ...probe, failureThreshold: 3 };
    const servers = phases.map((phase) => absences(before, partition, phase, 200));
    const isOutAt = (moment: number) =>
      servers.every((spans) => spans.some(({ from, to }) => from <= moment && moment < to));
    const moments = Array.from({ length: 600 }, (_, tenth) => tenth / 10).filter(isOutAt);
    expect([moments[0], moments.at(-1)]).toEqual([19.9, 24.9]);
  });

  test.each([4, 5])('%d failures would let some leave', (failureThreshold) => {
    const times = leaves({ ...probe, failureThreshold }, partition);
    expect(Math.min(...times)).toBe(5 * failureThreshold);
  });
});

describe('A server that is of no use', () => {
  test('leaves the Services within 35 s when it does not answer', () => {
    const times = leaves(probe, (at) => (at < 0 ? quick : never));
    expect([Math.min(...times), Math.max(...times)]).toEqual([30, 34.9]);
  });

  test('leaves within 30 s when it says so itself', () => {
    const times = leaves(probe, (at) => (at < 0 ? quick : { after: 0, yes: false }));
    expect([Math.min(...times), Math.max(...times)]).toEqual([25, 29.9]);
  });

  test('comes back with its first answer', () => {
    const answers: Answers = (at) => (at >= 0 && at < 60 ? never : quick);
    expect(absences(probe, answers, 0, 200)).toEqual([{ from: 30, to: 60 }]);
  });
});

describe('The silence that check holds timings to', () => {
  test('is the longest that keeps a server in the Services, whenever probes come', () => {
    const timings = fc.record({
      periodSeconds: fc.integer({ min: 1, max: 20 }),
      timeoutSeconds: fc.integer({ min: 4, max: 20 }),
      failureThreshold: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(timings, fc.double({ min: 0, max: 1, noNaN: true }), (some, share) => {
        const phase = -some.periodSeconds * share;
        const borne = silenceBorne(some);
        expect(absences(some, silentFor(borne - 0.01), phase, 500)).toEqual([]);
        // A probe that comes with the silence meets all of it.
        expect(absences(some, silentFor(borne + 0.1), 0, 500)).not.toEqual([]);
      }),
    );
  });
});
