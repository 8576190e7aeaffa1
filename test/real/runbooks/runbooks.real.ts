import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runbookKinds, type TenantRunbook } from '../../../lib/change/runbook';
import { pathOf } from '../control-plane/programs';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from '../harness/cluster';
import { serveKind } from '../harness/custom-kinds';
import { applyAll, manifestsOf, settled } from '../harness/objects';
import { openTerminal, type Terminal } from '../harness/terminal';
import { missed, rehearse, startSession, surroundings } from './rehearsal';
import { rehearsed, type Rehearsed } from './rehearsed';
import { SmallRustfs } from './rustfs';
import { serve, type Served } from './serve';
import type { Session } from './session';
import { startStewards, type Stewards } from './stewards';
import { claimsOf, known, podUids } from './tenant';

let plane: ControlPlane;
let stewards: Stewards;
let served: Served;
let folder: string;
let rustfs: SmallRustfs;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rustfs-'));
  plane = await startCluster({ nodes: 10 });
  await serveKind(plane.api, 'cert-manager.io/v1', 'Certificate');
  served = await serve(folder, () => rustfs);
  stewards = startStewards(plane, folder);
});

afterAll(async () => {
  await stewards.stop();
  served.close();
  await plane.stop();
  rmSync(folder, { recursive: true });
});

test('Every runbook is rehearsed', () => {
  expect(rehearsed.map(({ kind }) => kind).sort()).toEqual([...runbookKinds].sort());
});

describe('A command of a runbook has failed', () => {
  test.each([
    ['where it ends so', 'kubectl get pvc', 1, 'NotFound', 'exit code 0'],
    [
      'where something is there that the note says is not',
      'kubectl get pods   # none',
      0,
      'media-pool-0-0',
      'nothing',
    ],
    ['where it prints another number than the note', 'jq length users.json   # 2', 0, '1', '2'],
    ['where S3 does not answer', 'all_ready && healthy', 0, 'all servers are ready\n503', '200'],
    ['where it says STOP', "echo 'STOP: another access key'", 0, 'STOP: another access key', 'no STOP'],
    [
      'where the plan finds a change',
      'rustfs-tenant plan --live - media.yaml',
      0,
      '1 object changes',
      'nothing changes',
    ],
  ])('%s', (_, command, code, output, wanted) => {
    expect(missed({ command, code, output, errors: '' })).toBe(wanted);
    expect(missed({ command: 'kubectl get pvc', code: 0, output: 'vol-0', errors: '' })).toBeUndefined();
  });
});

describe.each(rehearsed.map((each) => [each.kind, each] as const))(
  'The runbook %s',
  (namespace, each: Rehearsed) => {
    const { before, after, printedFor = before, newClaims = [], goneClaims = [], deadClaims = [] } = each;
    let terminal: Terminal;
    let session: Session;
    const write = (spec: object) => terminal.write('media.yaml', `${JSON.stringify(spec, null, 2)}\n`);
    const commit = (title: string) => session.type(`git add -A && git commit -qm '${title}'`);
    const plan = 'kubectl get serviceaccount,certificate,service,poddisruptionbudget,statefulset -n ';

    async function type(command: string): Promise<string> {
      const { code, output, errors } = await session.type(command);
      if (code !== 0) throw new Error(`${command}: ${output}${errors}`);
      return output;
    }

    beforeAll(async () => {
      terminal = openTerminal(plane);
      session = await startSession(
        terminal,
        surroundings(join(terminal.folder, '..'), served.port, pathOf('kubectl')),
      );
      await makeNamespace(plane.api, namespace, { isRestricted: true });
      for (const [name, data] of Object.entries(secrets)) {
        await plane.api.create({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name, namespace },
          stringData: data,
        });
      }
      await applyAll(plane.api, manifestsOf(before));
      await settled(plane.api, namespace);
      const claims = await claimsOf(plane, namespace);
      const dead = new Set(deadClaims.map((name) => claims[name] ?? ''));
      rustfs = new SmallRustfs(() => known(plane, namespace, dead));
      rustfs.accessKeys.set('KEY1', {
        parent: 'root-user',
        impliedPolicy: false,
        policy: '{"Version":"2012-10-17"}',
      });
      authorities(terminal.folder);
      await type(
        'git init -q -b main . && git init -q --bare ../origin.git && git remote add origin ../origin.git',
      );
      await type('git config user.name somebody && git config user.email somebody@example.com');
      write(before);
      await type('rustfs-tenant render media.yaml --out deploy');
      await commit('Declare media');
      write(printedFor);
    });

    afterAll(() => {
      session.close();
      terminal.close();
    });

    test('does what it says, step after step, as it is printed', async () => {
      const claims = await claimsOf(plane, namespace);
      const printed: TenantRunbook = JSON.parse(
        await type(`rustfs-tenant runbook ${each.kind} media.yaml ${each.options} --json`),
      );
      expect(await rehearse(terminal, session, printed, each.hands?.(write, type) ?? {})).toEqual([]);
      await settled(plane.api, namespace);
      // What held data before still does, and nothing else does.
      const changed = await claimsOf(plane, namespace);
      expect(Object.keys(changed).sort()).toEqual(
        [...new Set([...Object.keys(claims), ...newClaims])]
          .filter((name) => !goneClaims.includes(name))
          .sort(),
      );
      const kept = Object.keys(changed).filter((name) => changed[name] === claims[name]);
      expect(kept.sort()).toEqual(
        Object.keys(changed)
          .filter((name) => !newClaims.includes(name))
          .sort(),
      );
      write(after);
      expect(await type(`${plan}${namespace} -o yaml | rustfs-tenant plan --live - media.yaml`)).toContain(
        'othing changes',
      );
    }, 900_000);

    const allAtOnce = async () => {
      await type(`kubectl scale statefulset/media-pool-0 -n ${namespace} --replicas=0`);
      await type(`kubectl wait pod -n ${namespace} -l rustfs.tenant=media --for=delete --timeout=10m`);
      await type(`${render} | ${apply}`);
    };
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      apply: () => type(`${render} | ${apply}`),
      'around-pods': () =>
        type(
          `kubectl delete statefulset/media-pool-0 -n ${namespace} --cascade=orphan && ${render} | ${apply}`,
        ),
      'all-at-once': allAtOnce,
      // The commit has the declaration, and the lock with its addresses.
      revert: async () => {
        await type('git checkout -q media.yaml && git revert --no-edit HEAD');
        await type(`kubectl delete certificate --all -n ${namespace}`);
        await allAtOnce();
      },
    };
    const way = ways[each.back ?? 'apply'];
    if (way === undefined) return;

    test('leads back, with every claim as it was', async () => {
      const claims = await claimsOf(plane, namespace);
      const pods = await podUids(plane, namespace);
      write(before);
      // Whoever goes back has kept the old Secrets.
      for (const [name, data] of Object.entries(secrets)) {
        await plane.api.create({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name, namespace },
          stringData: data,
        });
      }
      await way();
      await settled(plane.api, namespace);
      expect(await claimsOf(plane, namespace)).toEqual(claims);
      if (each.back === 'around-pods') expect(await podUids(plane, namespace)).toEqual(pods);
      const said = await type(`${plan}${namespace} -o yaml | rustfs-tenant plan --live - media.yaml`);
      expect(said).toContain('othing changes');
    }, 300_000);
  },
);

const render = 'rustfs-tenant render media.yaml';
const apply = 'kubectl apply --server-side --force-conflicts -f -';

/** What the tenants' Secrets hold before. */
const secrets = {
  'media-root': { accesskey: 'root-user', secretkey: 'the-old-secret' },
  'media-rpc': { secret: '0'.repeat(64) },
  'media-kms': { 'vault-token': 'the-old-token' },
};

/** Two authorities, as files. */
function authorities(to: string): void {
  for (const name of ['old-ca', 'new-ca']) {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`];
    spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files], { cwd: to });
  }
}
