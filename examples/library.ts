import { readFileSync } from 'node:fs';
import { composeTenant, parseTenants, problemText, toTenantManifest, toYaml } from 'rustfs-constructs';

/** A manifest file in, Kubernetes objects and the operator's manifests out. No cdk8s needed. */
export function render(file: string): { objects: string; manifests: string; problems: string[] } {
  const { tenants, problems } = parseTenants(readFileSync(file, 'utf8'));
  const texts = problems.map((problem) => `${file}:${problem.line}: ${problemText(problem)}`);
  // An error refuses the tenant: composeTenant would throw. A warning composes.
  if (problems.some(({ severity }) => severity === 'error')) {
    return { objects: '', manifests: '', problems: texts };
  }
  return {
    objects: toYaml(tenants.flatMap(({ spec }) => composeTenant(spec))),
    manifests: toYaml(tenants.map(({ spec }) => toTenantManifest(spec).manifest)),
    problems: texts,
  };
}
