import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyLock, planChange } from 'rustfs-constructs';
import {
  isRefused,
  runbook,
  runbookKinds,
  runbookMarkdown,
  type TenantRunbook,
} from '../../../lib/change/runbook';
import { compareVersions, versionOf } from '../../../lib/change/runbook/versions';
import { present } from '../../support/composed';
import { acme, pool0, twoPools } from '../../support/specs';
import { asked, commandsOf, locked, made, refusals, secure } from './runbooks';

const named = asked.map((row, i) => [`${row[0]} (${i})`, ...row] as const);

describe('A runbook', () => {
  test('is there for every kind', () => {
    expect(new Set(asked.map(([kind]) => kind))).toEqual(new Set(runbookKinds));
  });

  test.each(named)('%s: says in every step when to go on, and how to go back', (_, kind, spec, options) => {
    const { steps, summary, requirements } = made(kind, spec, options);
    expect(summary.length).toBeGreaterThan(0);
    expect(requirements.length).toBeGreaterThan(0);
    for (const { title, commands, by, check, back, text } of steps) {
      expect([title, check.expect, back].every((each) => each.length > 3)).toBe(true);
      expect(check.commands.length).toBeGreaterThan(0);
      // A step is something to do, or something to wait for.
      expect(commands ?? by ?? text ?? check.commands).toBeDefined();
    }
  });

  test.each(named)('%s: has commands that a shell understands', (_, kind, spec, options) => {
    const script = commandsOf(made(kind, spec, options)).join('\n');
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(named)(
    '%s: names only objects and pods that are there, and no secret text',
    (_, kind, spec, options) => {
      const text = runbookMarkdown(made(kind, spec, options));
      const pods = [...text.matchAll(/\bpod\/?[ ]?(acme-pool-\d+-\d+)/g)].map(([, pod]) => pod);
      expect(pods.filter((pod) => !/^acme-pool-[01]-[0-3]$/.test(pod ?? ''))).toEqual([]);
      expect(text).not.toContain('undefined');
      expect(text).not.toMatch(/\[object/);
    },
  );

  test.each(named)('%s: is Markdown whose fences are closed', (_, kind, spec, options) => {
    const fences = runbookMarkdown(made(kind, spec, options)).match(/^ *```/gm) ?? [];
    expect(fences.length % 2).toBe(0);
  });

  test.each(refusals)('is refused for %s', (_, kind, spec, options, where, message) => {
    const result = runbook(kind, spec, { file: 'acme.yaml', ...options });
    if (!isRefused(result)) throw new Error('There is a runbook.');
    expect(result.problems.map(({ path }) => path)).toContain(where);
    expect(result.problems.map((problem) => problem.message).join('\n')).toContain(message);
    expect(result.problems.every(({ fix }) => fix.length > 10)).toBe(true);
  });

  test('of retiring a pool, as Markdown', () => {
    const text = runbookMarkdown(made('retire-pool', twoPools, { pool: 'pool-1' }));
    expect(text.replaceAll(/<details>[\s\S]*?<\/details>\n\n/g, '')).toMatchSnapshot();
  });

  test('is there for every procedure that a plan names', () => {
    const { rpcSecret: _rpc, ...derived } = acme;
    const plans = [
      planChange(acme, { ...acme, rpcSecret: { name: 'x', key: 'secret' } }),
      planChange(derived, { ...derived, credsSecret: { name: 'x' } }),
      planChange(twoPools, secure, { lock: { ...emptyLock, tenants: [locked(secure)] } }),
      planChange(
        twoPools,
        { ...twoPools, clusterDomain: 'a.b' },
        { lock: { ...emptyLock, tenants: [locked({ ...twoPools, clusterDomain: 'a.b' })] } },
      ),
    ];
    const found = plans.flatMap(({ tenants }) =>
      tenants.flatMap(({ procedures }) => procedures.map((each) => each.runbook)),
    );
    expect(found).toEqual(['rotate-rpc', 'rotate-root', 'tls', 'cluster-domain']);
    expect(found.filter((kind) => !(runbookKinds as readonly string[]).includes(kind))).toEqual([]);
  });
});

describe('Growing claims', () => {
  const { steps } = made('size-up', twoPools, { size: '1Ti', pool: 'pool-1' });

  test('patches the claims of the pool, server by server, and looks in between', () => {
    const [, , grow] = steps;
    const commands = grow?.commands ?? [];
    expect(commands.filter((command) => command.startsWith('kubectl patch pvc'))).toHaveLength(16);
    expect(commands.filter((command) => command.includes('healthy'))).toHaveLength(4);
    expect(commands.join()).not.toContain('pool-0');
    expect(grow?.objects).toHaveLength(16);
  });

  test('makes each StatefulSet anew without its pods, as it will be', () => {
    const [, , , recreate] = steps;
    expect(recreate?.commands).toContain(
      'kubectl delete statefulset/acme-pool-1 -n storage --cascade=orphan',
    );
    expect(recreate?.objects).toMatchObject([
      {
        spec: {
          volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1Ti' } } } }, {}, {}, {}],
        },
      },
    ]);
  });

  test('grows the claims of the log as well', () => {
    const logging = (storageSize: string) => ({
      ...acme,
      logging: { mode: 'persistent' as const, storageSize },
    });
    const { steps: ofLog } = made('size-up', logging('9Gi'), { locked: locked(logging('5Gi')) });
    expect(ofLog[2]?.commands?.filter((command) => command.startsWith('kubectl patch'))).toHaveLength(4);
    expect(ofLog[2]?.commands?.[1]).toContain('kubectl patch pvc logs-acme-pool-0-0 -n storage');
  });

  test('knows the former size from the lock, when the declaration has the new one', () => {
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } };
    const grown = {
      ...acme,
      pools: [{ ...pool0, persistence: { volumesPerServer: 4, volumeClaimTemplate: claim } }],
    };
    expect(made('size-up', grown, { locked: locked(acme) }).title).toContain('pool-0 from 10Gi to 1Ti');
  });
});

test('Growing claims says what may be taken back: what has not grown yet, down to what it has', () => {
  const { steps } = made('size-up', acme, { size: '1Ti' });
  expect(steps[2]?.back).toMatch(
    /volume that has grown never shrinks\. One that has not yet.* since Kubernetes 1\.34.*larger than its CAPACITY/,
  );
});

describe('Replacing', () => {
  test('of a node leaves none cordoned: it takes pods again, or is taken out', () => {
    const { steps } = made('replace', acme, { pool: 'pool-0', server: 1 });
    const cordoned = steps.findIndex(({ commands }) =>
      commands?.some((line) => line.includes('kubectl cordon')),
    );
    expect(cordoned).toBeGreaterThan(-1);
    expect(steps.at(-1)?.commands).toEqual(['kubectl uncordon "$NODE"']);
  });

  test('of a drive cordons no node', () => {
    const { steps } = made('replace', acme, { pool: 'pool-0', server: 1, drive: 1 });
    expect(JSON.stringify(steps)).not.toContain('cordon');
  });
});

describe('Appending a pool', () => {
  const { steps } = made('append-pool', twoPools);
  const at = (title: string) => steps.findIndex((step) => step.title.startsWith(title));

  test('pauses what would restart the servers one at a time before the commit is there', () => {
    const order = [
      'Let all servers',
      'Pause',
      'Write pool-1',
      'Stop all',
      'Apply all',
      'Let clients',
      'Resume',
    ];
    const found = order.map(at);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
  });

  test('stops the servers that are there, and starts them with those that are not', () => {
    const [stop, start] = [present(steps[at('Stop all')]), present(steps[at('Apply all')])];
    expect(JSON.stringify([stop.commands, stop.back])).not.toContain('acme-pool-1');
    expect(stop.commands?.[0]).toContain('kubectl scale statefulset/acme-pool-0 -n storage --replicas=0');
    expect(start.objects).toMatchObject([
      { metadata: { name: 'acme-pool-0' } },
      { metadata: { name: 'acme-pool-1' } },
    ]);
    expect(start.check.commands.join()).toContain('rollout status statefulset/acme-pool-1');
  });

  test('has certificates with the new names before a server needs them, and deletes none', () => {
    const { steps: withTls } = made('append-pool', secure);
    const issue = withTls.findIndex((step) => step.title.startsWith('Have the certificates issued'));
    const stop = withTls.findIndex((step) => step.title.startsWith('Stop all'));
    expect(issue).toBeGreaterThan(0);
    expect(issue).toBeLessThan(stop);
    expect(withTls[issue]?.back).not.toContain('delete');
  });
});

describe('Retiring a pool', () => {
  test('asks servers that stay, and renders the others without it', () => {
    const { functions, steps } = made('retire-pool', twoPools, { pool: 'pool-0' });
    expect(functions.join('\n')).toContain('exec -n storage acme-pool-1-0');
    const prepare = steps.find(({ title }) => title.startsWith('Prepare the commit'));
    expect(JSON.stringify(present(prepare).objects)).not.toContain('acme-pool-0');
  });

  test('asks for nothing when no pool, or more than one, has the address', () => {
    const { steps } = made('retire-pool', twoPools, { pool: 'pool-1' });
    const asksById = steps.flatMap(({ commands = [], check, back }) =>
      [...commands, ...check.commands, ...back.split(/; |\. /)].filter((line) => line.includes('by-id=true')),
    );
    expect(asksById.length).toBeGreaterThanOrEqual(5);
    const start = present(steps.find(({ title }) => title.startsWith('Start the decommission')));
    const find = present(start.commands)[0] ?? '';
    const asked = (pools: string) => {
      // In place of jq: what it prints for one pool, and how it fails otherwise.
      const script = `POOL=7; admin() { echo "admin $*" >> "$LOG"; }; jq() { ${pools}; }; ${find}`;
      const folder = mkdtempSync(join(tmpdir(), 'retire-'));
      const log = join(folder, 'log');
      try {
        writeFileSync(log, '');
        for (const line of asksById.filter((each) => /^(while|admin)/.test(each))) {
          const once = line.replace('while sleep 60; do', 'for i in 1; do');
          spawnSync('bash', ['-c', `${script}\n${once}`], { env: { ...process.env, LOG: log } });
        }
        return readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.includes('by-id'));
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    expect(asked('false')).toEqual([]);
    expect(asked('echo 1')).toContain('admin POST v3/pools/decommission?by-id=true&pool=1');
  });

  test('takes the place of the pool in the list, which its id is not once a pool before it has retired', () => {
    const { steps } = made('retire-pool', twoPools, { pool: 'pool-1' });
    const finds = steps
      .flatMap(({ commands = [], check }) => [...commands, ...check.commands])
      .filter((line) => line.startsWith('POOL='));
    expect(finds.length).toBeGreaterThanOrEqual(2);
    expect(finds.filter((line) => !line.includes('[to_entries[] |') || !line.includes('| .key]'))).toEqual(
      [],
    );
    expect(finds.join()).not.toContain('.id');
  });

  test('looks whether the claims stay before anything starts', () => {
    const { requirements } = made('retire-pool', twoPools, { pool: 'pool-1' });
    const looks = requirements
      .flatMap(({ commands = [] }) => commands)
      .filter((line) => /whenDeleted/.test(line));
    expect(looks).toHaveLength(1);
    expect(looks[0]).toContain('kubectl get statefulset acme-pool-1 -n storage');
  });
});

describe('Restarting together', () => {
  test('puts the policy of Argo CD back as it was', () => {
    const { steps } = made('tls', secure, { locked: locked(twoPools), app: 'media' });
    const lines = steps.flatMap(({ by }) => by?.argocd ?? []);
    const [kept, none, put] = ['> media-sync-policy.json', '--sync-policy none', 'app patch media'].map(
      (part) => lines.findIndex((line) => line.includes(part)),
    );
    expect([kept, none, put].every((index) => index !== undefined && index >= 0)).toBe(true);
    expect([kept, none, put]).toEqual([kept, none, put].toSorted((a = 0, b = 0) => a - b));
    expect(lines[put ?? 0]).toContain('"$(cat media-sync-policy.json)"');
    expect(lines.join()).not.toContain('automated');
  });

  test('applies in one way only, so that each field has one owner', () => {
    const lines = asked
      .flatMap(([kind, spec, options]) => made(kind, spec, options).steps)
      .flatMap(({ commands = [], by, check }) => [...commands, ...(by?.kubectl ?? []), ...check.commands]);
    const applying = lines.filter((line) => /kubectl (?:apply|replace|diff)/.test(line));
    expect(applying.length).toBeGreaterThan(10);
    expect(
      applying.filter((line) => !line.includes('kubectl apply --server-side --force-conflicts -f')),
    ).toEqual([]);
  });

  test('takes back the replicas that kubectl scale has set', () => {
    const applied = asked.flatMap(([kind, spec, options]) => {
      const { steps } = made(kind, spec, options);
      const stop = steps.findIndex(({ commands }) => commands?.some((line) => line.includes('--replicas=0')));
      const after = stop === -1 ? [] : steps.slice(stop + 1).flatMap(({ by }) => by?.kubectl ?? []);
      return after.filter((line) => line.includes('apply')).map((line) => ({ kind, line }));
    });
    expect([...new Set(applied.map(({ kind }) => kind))]).toEqual([
      'tls',
      'cluster-domain',
      'append-pool',
      'rotate-root',
      'rename-root',
      'rotate-rpc',
    ]);
    expect(applied.filter(({ line }) => !line.includes('--force-conflicts'))).toEqual([]);
  });

  const stopOf = ({ steps }: TenantRunbook) =>
    steps.findIndex(({ commands }) => commands?.some((line) => line.includes('--replicas=0')));
  const stopping = named.filter(([, kind, spec, options]) => stopOf(made(kind, spec, options)) !== -1);

  test.each(stopping)('%s: lets clients in only when all servers are there', (_, kind, spec, options) => {
    const procedure = made(kind, spec, options);
    const { steps } = procedure;
    const stop = stopOf(procedure);
    const [start, open] = steps.slice(stop + 1);
    for (const lines of Object.values(present(present(start).by))) {
      const hold = lines.slice(lines.findLastIndex((line) => !line.startsWith('kubectl patch service/')) + 1);
      expect(hold).toEqual(
        ['acme-io', 'acme-console'].map((name) => expect.stringContaining(`service/${name} -n storage`)),
      );
      expect(hold.every((line) => line.includes('{"spec":{"selector":{"held-back":"yes"}}}'))).toBe(true);
    }
    expect(present(start).check.commands.filter((line) => line.includes('rollout status')).length).toBe(
      spec.pools.length,
    );
    expect(present(open).commands).toHaveLength(2);
    expect(open?.commands?.every((line) => line.includes('"held-back":null'))).toBe(true);
  });

  test('stops every pool before any starts', () => {
    const { steps } = made('tls', secure, { locked: locked(twoPools) });
    const stop = steps.findIndex(({ title }) => title.startsWith('Stop all servers'));
    expect(steps[stop]?.commands?.[0]).toEqual(
      expect.stringContaining(
        'kubectl scale statefulset/acme-pool-0 statefulset/acme-pool-1 -n storage --replicas=0',
      ),
    );
    expect(steps[stop + 1]?.title).toMatch(/^Apply all objects/);
    expect(JSON.stringify(steps[stop + 1]?.objects)).toContain('https://acme-pool-1-');
  });
});

describe('An upgrade', () => {
  const { steps, tables } = made(
    'upgrade',
    { ...twoPools, image: 'rustfs/rustfs:1.0.0-rc.1' },
    { image: 'rustfs/rustfs:1.0.0' },
  );

  test('begins with one server, and goes on pool by pool', () => {
    const partitions = steps.map(({ objects = [] }) =>
      objects.map((object) =>
        [...JSON.stringify(object).matchAll(/"partition":(\d+)/g)].map(([, at]) => at).join(),
      ),
    );
    expect(partitions).toEqual([[], ['3', '4'], ['0'], ['0'], []]);
  });

  test('tells what lies between the versions, with its source', () => {
    const [table] = tables;
    expect(table?.rows.map(([since]) => since)).toEqual(['1.0.0-rc.3', '1.0.0', '1.0.0', '1.0.0']);
    expect(table?.rows.every((row) => /#\d+|PR \d+|rustfs\/rustfs/.test(row[2] ?? ''))).toBe(true);
  });

  test('says when it goes back', () => {
    const {
      title,
      summary,
      requirements,
      steps: wayBack,
    } = made('upgrade', { ...acme, image: 'rustfs/rustfs:1.1.0' }, { image: 'rustfs/rustfs:1.0.0' });
    expect(title).toMatch(/^Go back/);
    expect(requirements[0]?.text).toContain('every release after 1.0.0, up to 1.1.0');
    expect(wayBack.map((step) => step.title).join()).not.toContain('Upgrade');
    expect(steps.map((step) => step.title).join()).not.toContain('Go back');
    expect(summary.join()).toContain('older version');
  });

  test.each([
    ['1.0.0-alpha.86', '1.0.0-beta.1'],
    ['1.0.0-beta.9', '1.0.0-beta.10'],
    ['1.0.0-beta.10', '1.0.0-rc.1'],
    ['1.0.0-rc.3', '1.0.0'],
    ['1.0.0', '1.0.1'],
    ['1.0.1', '1.1.0'],
  ])('knows that %s came before %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
    expect(compareVersions(older, older)).toBe(0);
  });

  test('reads versions from tags', () => {
    expect(versionOf('quay.io/rustfs/rustfs:1.0.0-glibc')).toBe('1.0.0');
    expect(versionOf('rustfs/rustfs:latest')).toBeUndefined();
  });
});
