import { counted } from '../counted';
import { yamlPackage } from '../yaml/yaml-package';
import type { Change } from './changes';
import { isOfChart } from './handover/owner';
import type { LiveTenant } from './live-tenant';
import type { Fields } from './value';

/** The declaration as YAML, without a word about it. */
export function declarationText(declaration: Fields): string {
  return yamlPackage().stringify(declaration, { lineWidth: 0, version: '1.1' });
}

/** What stands above the declaration: what it is, and what applying it does to the pods. */
export function declarationHeader(
  { name, namespace, origin, pools }: LiveTenant,
  changes: readonly Change[],
): string {
  const others = pools.some(({ set }) => isOfChart(set)) ? 'the Helm chart' : 'StatefulSets of another make';
  const from = origin === 'operator' ? 'the RustFS operator' : others;
  const rolling = new Set(changes.filter(({ rolls }) => rolls).map(({ object }) => object));
  const restarts =
    rolling.size === 0
      ? ['Applying its objects restarts no pod.']
      : [
          `Applying its objects restarts the pods of ${counted(rolling.size, 'StatefulSet')}, one at a time in each:`,
          ...[...rolling].map((object) => `  ${object}`),
        ];
  const lines = [
    `Tenant ${name} in namespace ${namespace}, adopted from ${from} by rustfs-tenant adopt.`,
    'Its names, selectors, claim templates and drive addresses are those of the live objects; they never change.',
    ...restarts,
  ];
  return lines.map((line) => `# ${line}\n`).join('');
}
