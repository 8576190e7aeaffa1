import { App, Chart } from 'cdk8s';
import { Node } from 'constructs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { composeTenant, toYaml, type TenantSpec } from 'rustfs-constructs';
import { FleetApp, RustfsTenant } from 'rustfs-constructs/cdk8s';
import { load } from '../lib/cli/load';
import { rules } from '../lib/tenant/rules';
import { documentYaml } from '../lib/yaml';
import { yamlPackage } from '../lib/yaml/yaml-package';

/*
 * What the speed stands on, counted: the same on any machine, however busy it is. Exits with 1 when a count is too high.
 */
const built = join(__dirname, '../build');

const tenant: TenantSpec = {
  name: 'media',
  namespace: 'storage',
  credsSecret: { name: 'credentials' },
  rpcSecret: { name: 'rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } }],
};

const ofFew = visitsPerChart(FleetApp, 5);
atMost('visits of constructs per chart, of 50 charts', visitsPerChart(FleetApp, 50), ofFew);
// Of stock cdk8s this count grows with the charts: that shows that it counts.
atMost(
  'the same of 5 charts, where stock cdk8s with 50 has ten times as many',
  ofFew,
  visitsPerChart(App, 50) / 10,
);
atMost(
  'checks to compose a tenant',
  checksIn(() => composeTenant(tenant)),
  1,
);
atMost(
  'checks to read and compose a manifest',
  checksIn(() => load([{ file: '', text: manifest() }], {})),
  1,
);
atMost(
  'checks of a construct with its layout',
  checksIn(() => inChart(new App(), 'chart')),
  1,
);
atMost('documents of a tenant that are left to the yaml package', leftToPackage(), 0);

for (const entry of ['', '/cdk8s', '/pulumi']) {
  atMost(`files of ours that an import of rustfs-constructs${entry} reads`, filesRead(entry), 1);
}

function atMost(what: string, found: number, most: number): void {
  const isKept = found <= most;
  console.log(`${isKept ? 'ok' : 'TOO MANY'}: ${what}: ${found} (at most ${most})`);
  if (!isKept) process.exitCode = 1;
}

function inChart(app: App, id: string): void {
  const { name, namespace, ...props } = tenant;
  new RustfsTenant(new Chart(app, id, { namespace }), name, props);
}

function manifest(): string {
  return documentYaml(tenant);
}

/** How many constructs are visited to print an app, over the number of its charts. */
function visitsPerChart(Class: typeof App, charts: number): number {
  const app = new Class();
  for (let i = 0; i < charts; i++) inChart(app, `chart-${i}`);
  let visits = 0;
  const restore = replace(
    Node.prototype,
    'findAll',
    (findAll) =>
      function (this: Node, ...order) {
        const constructs = findAll.apply(this, order);
        visits += constructs.length;
        return constructs;
      },
  );
  app.synthYaml();
  restore();
  return visits / charts;
}

/** How often the rules look at a declaration: by the first of them. */
function checksIn(work: () => void): number {
  let checks = 0;
  const [first] = rules;
  Object.assign(rules, {
    0: (...args: Parameters<NonNullable<typeof first>>) => {
      checks++;
      return first?.(...args) ?? [];
    },
  });
  work();
  Object.assign(rules, { 0: first });
  return checks;
}

function leftToPackage(): number {
  let left = 0;
  const { stringify } = yamlPackage();
  Object.assign(yamlPackage(), {
    stringify: (value: unknown) => {
      left++;
      return stringify(value);
    },
  });
  toYaml(composeTenant(tenant));
  const found = left;
  documentYaml({ rare: 'two\nlines' });
  if (left !== found + 1) throw new Error('What is left to the yaml package is not counted.');
  Object.assign(yamlPackage(), { stringify });
  return found;
}

/** How many files of the built package lie behind an import of an entry point. */
function filesRead(entry: string): number {
  const count = `Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(built)})).length`;
  const program = `require('rustfs-constructs${entry}'); console.log(${count})`;
  return Number(
    execFileSync(process.execPath, ['-e', program], { cwd: join(built, '..'), encoding: 'utf8' }),
  );
}

/** Replaces a method, and says how to put it back. */
function replace<T, Key extends keyof T>(
  target: T,
  key: Key,
  make: (original: T[Key]) => T[Key],
): () => void {
  const original = target[key];
  target[key] = make(original);
  return () => {
    target[key] = original;
  };
}
