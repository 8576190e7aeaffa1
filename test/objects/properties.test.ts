import fc from 'fast-check';
import { composeTenant, layoutOf, type TenantSpec } from 'rustfs-constructs';
import { dnsLabel, dnsSubdomain } from '../../lib/tenant/names';
import { commonSpecs } from '../support/arbitrary';
import { statefulSetsAmong } from '../support/composed';
import { kubernetesErrors, kubernetesTest } from '../support/kubernetes-schema';
import { asOperator, development } from '../support/specs';
import { everyTenant } from '../support/tenants';

type Objects = ReturnType<typeof composeTenant>;

/** What can never change while the data lives, beside the addresses of the drives. */
function identities(objects: Objects) {
  return statefulSetsAmong(objects).map((set) => ({
    metadata: { name: set.metadata?.name, namespace: set.metadata?.namespace },
    selector: set.spec?.selector,
    serviceName: set.spec?.serviceName,
    podManagementPolicy: set.spec?.podManagementPolicy,
    volumeClaimTemplates: set.spec?.volumeClaimTemplates,
  }));
}

/** The addresses of the drives, as each pool has them. */
function volumes(objects: Objects) {
  return statefulSetsAmong(objects).map((set) =>
    set.spec?.template.spec?.containers[0]?.env?.find(({ name }) => name === 'RUSTFS_VOLUMES'),
  );
}

/** All objects but disruption budgets, which only the default profile has. */
function names(objects: Objects) {
  return objects
    .filter(({ kind }) => kind !== 'PodDisruptionBudget')
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

/** Every object and list inside a value, itself included, as often as it stands there. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

describe('Composing', () => {
  test('twice gives equal objects, with their fields in the same order', () => {
    everyTenant(({ spec, objects }) =>
      expect(JSON.stringify(composeTenant(spec))).toBe(JSON.stringify(objects)),
    );
  });

  test('does not change the declaration', () => {
    everyTenant(({ spec, said }) => expect(JSON.stringify(spec)).toBe(said));
  });

  test('gives objects that share no part with each other, nor with the declaration', () => {
    everyTenant(({ spec, objects }) => {
      const composed = objects.flatMap(partsOf);
      expect(new Set(composed).size).toBe(composed.length);
      const declared = new Set(partsOf(spec));
      expect(composed.filter((part) => declared.has(part))).toEqual([]);
    });
  });

  test('takes over nothing that every object inherits', () => {
    const before = JSON.stringify(composeTenant(development));
    const everybody: object = Object.getPrototypeOf({});
    Object.defineProperty(everybody, 'inherited', {
      value: 'x',
      enumerable: true,
      configurable: true,
      writable: true,
    });
    try {
      expect(JSON.stringify(composeTenant(development))).toBe(before);
    } finally {
      Reflect.deleteProperty(everybody, 'inherited');
    }
  });

  test('leaves out what is not said: no field is undefined or null', () => {
    everyTenant(({ objects }) => {
      const fields = objects.flatMap(partsOf).flatMap((part): unknown[] => Object.values(part));
      expect(fields.filter((field) => field === undefined || field === null)).toEqual([]);
    });
  });
});

describe('The identity of the data', () => {
  test('is the same in both profiles', () => {
    fc.assert(
      fc.property(commonSpecs, (spec) => {
        const [ours, theirs] = [composeTenant(spec), composeTenant(asOperator(spec))];
        const told = (objects: Objects) => [identities(objects), volumes(objects), names(objects)];
        expect(told(ours)).toEqual(told(theirs));
      }),
    );
  });

  test('of the other pools stays when a pool is added', () => {
    everyTenant(({ spec, objects }) => {
      // A single drive cannot get a pool beside it.
      const isLone = spec.pools.every(
        ({ servers, persistence }) => servers * persistence.volumesPerServer === 1,
      );
      // Nor can one whose keys lie on its only server.
      const hasOwnKeys = spec.encryption?.enabled === true && spec.encryption.backend === undefined;
      if (isLone || hasOwnKeys) return;
      const added = { name: 'the-added-pool', servers: 2, persistence: { volumesPerServer: 2 } };
      const larger = composeTenant({ ...spec, pools: [...spec.pools, added] });
      expect(identities(larger).slice(0, -1)).toEqual(identities(objects));
      const [before, after] = [objects, larger].map((each) => volumes(each)[0]?.value ?? '');
      expect(after?.startsWith(`${before} http`)).toBe(true);
    });
  });
});

/** The pools that can spare a server, where there are budgets at all. */
function poolsWithBudget(spec: TenantSpec): string[] {
  if (spec.compatibility === 'operator' || spec.disruptionBudget?.enabled === false) return [];
  const layouts = layoutOf(spec)?.pools ?? [];
  return layouts.filter(({ serverTolerance }) => serverTolerance.write > 0).map(({ name }) => name);
}

describe('The objects of a tenant', () => {
  test('come in the order to apply them', () => {
    const kinds = (spec: TenantSpec) => composeTenant(spec).map(({ kind }) => kind);
    expect(kinds(development)).toEqual([
      'Secret',
      'ServiceAccount',
      'Service',
      'Service',
      'Service',
      'StatefulSet',
    ]);
    everyTenant(({ spec, objects }) => {
      const { name, pools, serviceAccountName } = spec;
      const budgets = poolsWithBudget(spec);
      expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
        ...(serviceAccountName === undefined ? [`ServiceAccount ${name}-sa`] : []),
        ...certificateNames(spec).map((certificate) => `Certificate ${certificate}`),
        `Service ${name}-hl`,
        `Service ${name}-io`,
        `Service ${name}-console`,
        ...pools.flatMap((pool) =>
          budgets.includes(pool.name) ? [`PodDisruptionBudget ${name}-${pool.name}`] : [],
        ),
        ...pools.map((pool) => `StatefulSet ${name}-${pool.name}`),
      ]);
    });
  });

  test('have names that Kubernetes and DNS admit', () => {
    everyTenant(({ spec, objects }) => {
      const misnamed = objects.filter(({ kind, metadata }) => {
        const syntax = kind === 'Service' || kind === 'StatefulSet' ? dnsLabel : dnsSubdomain;
        return !syntax.test(metadata.name) || metadata.namespace !== spec.namespace;
      });
      expect(misnamed).toEqual([]);
    });
  });

  test('mount only volumes that are there, each once, and name each variable once', () => {
    everyTenant(({ objects }) => {
      const pools = statefulSetsAmong(objects).map(({ spec: set }) => {
        const pod = set?.template.spec;
        const claimed = (set?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
        const own = (pod?.volumes ?? []).map(({ name }) => name);
        const [server] = pod?.containers ?? [];
        const mounted = (server?.volumeMounts ?? []).map(({ name }) => name);
        const variables = (server?.env ?? []).map(({ name }) => name);
        return { volumes: [...claimed, ...own].sort(), mounted: mounted.sort(), variables };
      });
      expect(pools).toEqual(
        pools.map(({ volumes: all, variables }) => ({
          volumes: all,
          mounted: all,
          variables: [...new Set(variables)],
        })),
      );
    });
  });

  kubernetesTest("fit Kubernetes' schema, which admits no field that it does not know", () => {
    for (const object of composeTenant(development)) expect(kubernetesErrors(object)).toEqual([]);
    everyTenant(({ objects }) => {
      expect(objects.flatMap(kubernetesErrors)).toEqual([]);
    });
  });

  kubernetesTest('would not fit with a field that Kubernetes does not know', () => {
    const [account = { apiVersion: '', kind: '' }] = composeTenant(development);
    expect(kubernetesErrors({ ...account, ...{ spec: {} } })).toMatchObject([
      { keyword: 'additionalProperties' },
    ]);
  });
});

/** The managed certificates' names, as the declarations of the properties may have them. */
function certificateNames({ name, tls }: TenantSpec): string[] {
  const [only] = tls?.certificates ?? [];
  const source = only?.certManager ?? tls?.certManager;
  if (source?.manageCertificate !== true) return [];
  return [source.certificateName ?? `${name}-${only?.name ?? 'server'}-tls`];
}
