import { join } from 'node:path';
import { isRecord } from '../../../lib/is-record';
import type { Verdict } from '../../../lib/change';
import { runCli } from '../../support/run-cli';

/** What a plan says, as `--json` prints it. */
export interface Plan {
  readonly verdict: Verdict;
  readonly objects: readonly {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly change: string;
  }[];
  readonly refusals: readonly { readonly code: string }[];
  readonly tenants: readonly {
    readonly rollout: {
      readonly restarts: number;
      readonly pools: readonly { readonly name: string; readonly ordinals: readonly number[] }[];
    };
  }[];
}

/** The exit code that goes with a verdict. */
const exitCodes: Readonly<Record<Verdict, number>> = {
  none: 0,
  'in-place': 0,
  rolls: 3,
  procedure: 4,
  refused: 5,
};

/**
 * The plans of the change of one tenant, whose declarations are `before/ID.yaml` and `after/ID.yaml` in the folder, by what
 * is compared; where it is enough, only of what runs.
 */
export function plansOf(folder: string, id: string, live: string, isOfAll: boolean): Record<string, Plan> {
  const declared = ['before', 'after'].map((side) => file(folder, side, id));
  return {
    'of what runs': planOf(['--live', '-', file(folder, 'after', id)], live),
    ...(isOfAll && {
      'of two declarations': planOf(declared),
      'of two rendered folders': planOf(['before', 'after'].map((side) => renderedFolder(folder, side, id))),
    }),
  };
}

function file(folder: string, side: string, id: string): string {
  return join(folder, side, `${id}.yaml`);
}

/** Renders one side into a folder of its own. Its lock lies elsewhere, as a new one says that all is as it should be. */
function renderedFolder(folder: string, side: string, id: string): string {
  const out = join(folder, 'rendered', id, side);
  const { code, errors } = runCli([
    'render',
    file(folder, side, id),
    '--out',
    out,
    '--lock',
    join(folder, 'locks', side, `${id}.yaml`),
  ]);
  if (code !== 0) throw new Error(errors);
  return out;
}

function planOf(parameters: readonly string[], input = ''): Plan {
  const { code, output, errors } = runCli(['plan', '--json', ...parameters], input);
  if (code === 1 || code === 2) throw new Error(errors);
  const plan: Plan = JSON.parse(output);
  if (!isRecord(plan) || code !== exitCodes[plan.verdict]) throw new Error(`Exit code ${code} of ${output}`);
  return plan;
}
