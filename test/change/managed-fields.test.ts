import fc from 'fast-check';
import {
  composeTenant,
  planChange,
  planJson,
  planMarkdown,
  planText,
  type KubernetesObject,
  type TenantSpec,
} from 'rustfs-constructs';
import { liveOwners } from '../../lib/change/managed-fields';
import { readFieldSet, united, type FieldSet } from '../../lib/change/managed-fields/field-set';
import { normalObject } from '../../lib/change/normal';
import { present } from '../support/composed';
import { asStored } from '../support/live';
import { changed, podSpec, server } from '../support/live-changes';
import { withOwners, type Written } from '../support/managed-fields';
import { acme } from '../support/specs';

const key = fc.record({ name: fc.string() }).map((fields) => `k:${JSON.stringify(fields)}`);
const step = fc.oneof(
  fc.string().map((name) => `f:${name}`),
  key,
  fc.oneof(fc.string(), fc.integer(), fc.boolean()).map((value) => `v:${JSON.stringify(value)}`),
  fc.nat().map((index) => `i:${index}`),
);

/** Fields as the API server writes them: an empty part is owned itself, and so is one with a dot. */
const { fields } = fc.letrec<{ fields: object }>((tie) => ({
  fields: fc
    .tuple(
      fc.boolean(),
      fc.dictionary(step, fc.oneof({ maxDepth: 3 }, fc.constant({}), tie('fields')), { maxKeys: 4 }),
    )
    .map(([isOwned, parts]) => (isOwned && Object.keys(parts).length > 0 ? { '.': {}, ...parts } : parts)),
}));

function written({ isMember, parts }: FieldSet): object {
  const below = [...parts].map(([each, part]) => [each, written(part)] as const);
  return { ...(isMember && parts.size > 0 && { '.': {} }), ...Object.fromEntries(below) };
}

/** Every path of a set, with what leads there. */
function membersOf({ isMember, parts }: FieldSet, path = ''): string[] {
  const below = [...parts].flatMap(([each, part]) => membersOf(part, `${path}/${each}`));
  return isMember ? [path, ...below] : below;
}

describe('FieldsV1, the form of managed fields', () => {
  test('is read without a loss: names, key fields, values, places, and what is owned itself', () => {
    fc.assert(
      fc.property(fields, (said) => {
        const read = readFieldSet(said);
        expect(read === undefined ? undefined : written(read)).toEqual(said);
      }),
    );
  });

  test('several are united to what any of them has', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const sets = [one, other].map((each) => readFieldSet(each));
        const all = united(sets);
        const members = sets.flatMap((set) => (set === undefined ? [] : membersOf(set)));
        expect(new Set(all === undefined ? [] : membersOf(all))).toEqual(new Set(members));
      }),
    );
  });

  test('knows an item by its key fields in whatever order they stand', () => {
    const [one, other] = [
      '{"containerPort":9000,"protocol":"TCP"}',
      '{"protocol":"TCP","containerPort":9000}',
    ];
    expect(readFieldSet({ [`k:${one}`]: {} })).toEqual(readFieldSet({ [`k:${other}`]: {} }));
  });

  test.each<[string, unknown]>([
    ['no mapping', ['f:spec']],
    ['a step of no known form', { 'x:spec': {} }],
    ['a step without a form', { spec: {} }],
    ['a key that is no JSON', { 'k:{name}': {} }],
    ['a key without fields', { 'k:"name"': {} }],
    ['a value that is no JSON', { 'v:': {} }],
    ['a place that is no number', { 'i:first': {} }],
    ['a part that is no mapping', { 'f:spec': 1 }],
  ])('is not guessed: %s', (_, said) => {
    expect(readFieldSet(said)).toBeUndefined();
  });
});

function isSet({ kind }: { kind: string }): boolean {
  return kind === 'StatefulSet';
}

function composedSet(spec: TenantSpec): KubernetesObject {
  return present(composeTenant(spec).find(isSet));
}

/** The live objects of a declaration, whose StatefulSet these have written. */
function live(spec: TenantSpec, ...writers: readonly Omit<Written, 'object'>[]): object[] {
  return composeTenant(spec).map((object) =>
    isSet(object)
      ? withOwners(asStored(object), ...writers.map((writer) => ({ ...writer, object })))
      : asStored(object),
  );
}

/** What becomes of the StatefulSet when it is applied. */
function planned(before: readonly object[], after: TenantSpec, manager?: string) {
  const plan = planChange(before, after, { live: true, ...(manager !== undefined && { manager }) });
  const { change, fields: differing, stays } = present(plan.objects.find(isSet));
  return { verdict: plan.verdict, change, fields: differing, stays };
}

const withRegion: TenantSpec = {
  ...acme,
  env: [
    { name: 'RUSTFS_REGION', value: 'eu-west-1' },
    { name: 'RUSTFS_OBS_ENVIRONMENT', value: 'production' },
  ],
  priorityClassName: 'high',
  pod: { annotations: { 'example.com/scrape': 'true' } },
};
const variables = ['RUSTFS_REGION', 'RUSTFS_OBS_ENVIRONMENT'].map(
  (name) => `spec.template.spec.containers[rustfs].env[${name}]`,
);
const priority = 'spec.template.spec.priorityClassName';
const gone = ['spec.template.metadata.annotations', ...variables, priority];
const kept = ['spec.template.metadata.annotations[example.com/scrape]', priority, ...variables];
const rolls = { verdict: 'rolls', change: 'rolls', fields: gone, stays: undefined };

describe('What has left the declaration', () => {
  const operator = { manager: 'rustfs-operator' };
  const kubectl = { manager: 'kubectl' };
  const helm = { manager: 'helm', operation: 'Update' } as const;

  test('goes where kubectl alone owns it', () => {
    expect(planned(live(withRegion, kubectl), acme)).toEqual(rolls);
  });

  test('goes where kubectl wrote it client-side, as a forced apply takes that over', () => {
    const noted = composeTenant(withRegion).map((object) => {
      const note = JSON.stringify(object);
      const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': note };
      const stored = asStored({ ...object, metadata: { ...object.metadata, annotations } });
      return withOwners(stored, {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        object: stored,
      });
    });
    expect(planned(noted, acme)).toEqual(rolls);
  });

  test.each([
    ['the operator', [operator, kubectl], ['rustfs-operator']],
    ['Helm', [helm, kubectl], ['helm']],
    ['several', [helm, operator, kubectl], ['helm', 'rustfs-operator']],
    ['the operator alone, as after an apply', [operator], ['rustfs-operator']],
  ])('stays where others own it, and is told by their names: %s', (_, writers, managers) => {
    expect(planned(live(withRegion, ...writers), acme)).toEqual({
      verdict: 'none',
      change: 'unchanged',
      fields: [],
      stays: kept.map((field) => expect.objectContaining({ field, managers })),
    });
  });

  test.each([
    ['argocd-controller', [{ manager: 'argocd-controller' }]],
    ['argocd-controller', [{ manager: 'kubectl-client-side-apply', operation: 'Update' } as const]],
    ['kustomize-controller', [{ manager: 'kustomize-controller' }, kubectl]],
    ['kustomize-controller', [{ manager: 'kubectl-edit', operation: 'Update' } as const]],
    ['helm-controller', [{ manager: 'helm-controller' }]],
    ['pulumi-kubernetes', [{ manager: 'pulumi-kubernetes-1b2c3d4e' }, kubectl]],
    ['pulumi-kubernetes-1b2c3d4e', [{ manager: 'pulumi-kubernetes-1b2c3d4e', operation: 'Update' } as const]],
  ])('goes where it belongs to whoever applies next: %s', (manager, writers) => {
    expect(planned(live(withRegion, ...writers), acme, manager)).toEqual(rolls);
    expect(planned(live(withRegion, ...writers, operator), acme, manager)).toMatchObject({ verdict: 'none' });
  });

  test('is compared as ever where nobody says who owns it', () => {
    expect(planned(live(withRegion), acme)).toMatchObject({ verdict: 'rolls', stays: undefined });
  });

  test('is told in words, with the way to take it over', () => {
    const plan = planChange(live(withRegion, operator, kubectl), acme, { live: true });
    const line = `NEW has no ${kept.join(', ')}, and they stay: rustfs-operator owns them. How to take over: docs/field-owners.md`;
    expect(planText(plan)).toContain(`  unchanged  StatefulSet storage/acme-pool-0\n             ${line}\n`);
    expect(planText(plan)).toContain('Verdict: nothing changes');
    expect(planMarkdown(plan)).toContain('| unchanged | StatefulSet storage/acme-pool-0 | NEW has no ');
    expect(planJson(plan)).toContain('"managers": [\n            "rustfs-operator"');
  });
});

describe('What others write beside the declaration', () => {
  const restarted = (object: object) =>
    changed(object, ['spec', 'template', 'metadata', 'annotations'], {
      'kubectl.kubernetes.io/restartedAt': '2026-11-28T10:00:00Z',
    });
  const written = (object: KubernetesObject, how: (object: object) => unknown, manager: string) => {
    const other = how(asStored(object));
    const mark = how({});
    if (typeof other !== 'object' || other === null || typeof mark !== 'object' || mark === null) return [];
    const mine = { manager: 'kubectl', object };
    return [withOwners(other, mine, { manager, operation: 'Update', object: mark })];
  };

  test('is no difference: the mark of kubectl rollout restart', () => {
    const sets = written(composedSet(acme), restarted, 'kubectl-rollout');
    expect(
      planned(
        [...live(acme).filter((object) => !('kind' in object && object.kind === 'StatefulSet')), ...sets],
        acme,
      ),
    ).toEqual({
      verdict: 'none',
      change: 'unchanged',
      fields: [],
      stays: undefined,
    });
  });

  test('is told where it runs: a field that somebody edited in', () => {
    const edit = (object: object) => changed(object, [...podSpec, 'schedulerName'], 'other');
    const sets = written(composedSet(acme), edit, 'kubectl-edit');
    const others = live(acme).filter((object) => !('kind' in object && object.kind === 'StatefulSet'));
    expect(planned([...others, ...sets], acme)).toEqual({
      verdict: 'none',
      change: 'unchanged',
      fields: [],
      stays: [{ field: 'spec.template.spec.schedulerName', managers: ['kubectl-edit'] }],
    });
  });

  test('is taken back where it is declared otherwise', () => {
    const edit = (object: object) => changed(object, [...server, 'image'], 'rustfs/rustfs:other');
    const [set] = [asStored(composedSet(acme))].map(edit);
    const owned = withOwners(Object(set), { manager: 'kubectl', object: composedSet(acme) });
    expect(planned([owned], acme)).toMatchObject({
      change: 'rolls',
      fields: ['spec.template.spec.containers[rustfs].image'],
    });
  });
});

describe('A choice of one', () => {
  const region = (variable: object): TenantSpec => ({
    ...acme,
    env: [{ name: 'RUSTFS_REGION', ...variable }],
  });
  const hook = (preStop: object): TenantSpec => ({ ...acme, lifecycle: { preStop } });
  const literal = region({ value: 'eu-west-1' });
  const reference = region({ valueFrom: { configMapKeyRef: { name: 'site', key: 'region' } } });
  const secret = region({ valueFrom: { secretKeyRef: { name: 'site', key: 'region' } } });
  const command = hook({ exec: { command: ['sleep', '3'] } });
  const pause = hook({ sleep: { seconds: 3 } });

  /** As `kubectl apply` without --server-side leaves it: what it wrote has its note, by which the next apply finds it. */
  const clientSide = (spec: TenantSpec) =>
    composeTenant(spec).map((object) => {
      const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) };
      const stored = asStored({ ...object, metadata: { ...object.metadata, annotations } });
      return withOwners(stored, {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        object: stored,
      });
    });
  const refusals = (before: readonly object[], after: TenantSpec, manager = 'kubectl') =>
    planChange(before, after, { live: true, manager }).refusals.map(({ path, code, message }) => ({
      path,
      code,
      message,
    }));
  const both = (field: string, parts: string) => ({
    path: 'pools[0]',
    code: 'choice-doubled',
    message: expect.stringContaining(
      `spec.template.spec.containers[rustfs].${field} of the StatefulSet acme-pool-0 would have ${parts}`,
    ),
  });

  test.each([
    ['a text for a reference', literal, reference, 'env[RUSTFS_REGION]', 'value and valueFrom'],
    [
      'a ConfigMap for a Secret',
      reference,
      secret,
      'env[RUSTFS_REGION].valueFrom',
      'configMapKeyRef and secretKeyRef',
    ],
    ['a hook for one of another kind', command, pause, 'lifecycle.preStop', 'exec and sleep'],
  ])('cannot change while what runs is owned by somebody else: %s', (_, before, after, field, parts) => {
    const operator = live(before, { manager: 'rustfs-operator' }, { manager: 'kubectl' });
    for (const objects of [clientSide(before), operator]) {
      expect(refusals(objects, after)).toEqual([both(field, parts)]);
    }
    expect(refusals(live(before, { manager: 'kubectl' }), after)).toEqual([]);
  });

  test('is taken over before by Flux, Argo CD and Pulumi, and by kubectl once it has applied what runs', () => {
    for (const manager of ['kustomize-controller', 'argocd-controller', 'pulumi-kubernetes']) {
      expect(refusals(clientSide(literal), reference, manager)).toEqual([]);
    }
    expect(refusals(clientSide(literal), literal)).toEqual([]);
  });
});

test('A structure that loses its last part is gone, though it is declared empty or somebody else owns it', () => {
  const chosen = { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
  const object = { spec: { lifecycle: { preStop: {} }, env: [{ name: 'A', ...chosen }] } };
  const other = { spec: { env: [{ name: 'A', valueFrom: {} }] } };
  const owned = withOwners(
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, ...object },
    { manager: 'kubectl', object },
    { manager: 'helm', operation: 'Update', object: other },
  );
  const declared = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { lifecycle: {}, env: [{ name: 'A', value: 'b' }] },
  };
  expect(liveOwners([{ ...owned }], 'kubectl').applied(declared).spec).toEqual({
    lifecycle: null,
    env: [{ name: 'A', valueFrom: null, value: 'b' }],
  });
});

test('An object that has been applied is what the next apply of the same makes of it', () => {
  const object = composedSet(withRegion);
  const stored = withOwners(asStored(object), { manager: 'kubectl', object });
  const [known] = [stored].map((each) => ({ ...each }));
  const after = liveOwners([present(known)], 'kubectl').applied({ ...object });
  expect(normalObject(after)).toEqual(normalObject({ ...asStored(object) }));
});
