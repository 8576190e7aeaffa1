import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { composeTenant, parseTenants, type ProblemCode } from 'rustfs-constructs';
import { kubernetesErrors } from '../support/kubernetes-schema';

/**
 * Tenant manifests that the operator's project publishes, which are not kept beside the code. They lie in the
 * folder that RUSTFS_TEST_DATA names.
 */
const folder = join(
  resolve(process.env.RUSTFS_TEST_DATA ?? join(__dirname, '../../../shared/data')),
  'upstream-tenants',
);

/** Why a manifest is refused; the others compose. */
type Refusals = Readonly<Record<string, readonly ProblemCode[]>>;

/** RustFS itself would not start several servers on the default credentials, nor should one run on them. */
const withoutCredentials: Refusals = {
  'cert-manager-ca-trust-tenant.yaml': ['credentials-missing'],
  'cluster-expansion-tenant.yaml': ['credentials-missing'],
  'custom-rbac-tenant.yaml': ['credentials-missing', 'credentials-missing'],
  'hardware-pools-tenant.yaml': ['credentials-missing'],
  'minimal-dev-tenant.yaml': ['credentials-missing'],
  'multi-pool-tenant.yaml': ['credentials-missing'],
  'simple-tenant.yaml': ['credentials-missing'],
  'spot-instance-tenant.yaml': ['credentials-missing'],
};

if (existsSync(folder)) {
  const files = readdirSync(folder).sort();
  describe.each(files)("the operator project's %s", (file) => {
    const text = readFileSync(join(folder, file), 'utf8');

    test('composes in compatibility mode', () => {
      expectOutcome(text, { compatibility: 'operator' }, []);
    });

    test('composes in the default profile, or is refused for the known reason', () => {
      expectOutcome(text, {}, withoutCredentials[file] ?? []);
    });
  });
} else {
  test.skip("the operator project's manifests (skipped: RUSTFS_TEST_DATA names no folder that has them)", () =>
    undefined);
}

function expectOutcome(
  text: string,
  options: Parameters<typeof parseTenants>[1],
  refusals: readonly ProblemCode[],
): void {
  const { tenants, problems } = parseTenants(text, options);
  expect(tenants.length).toBeGreaterThan(0);
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(refusals);
  if (refusals.length > 0) return;
  for (const { spec } of tenants) {
    for (const object of composeTenant(spec)) expect(kubernetesErrors(object)).toEqual([]);
  }
}
