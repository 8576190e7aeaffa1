import type { AdoptedPoolSpec } from '../adopted';
import type { TenantDraft } from '../draft';
import { commonLabels } from '../labels';
import { dnsSubdomain } from '../names';
import { pathTo } from '../path';
import { error, type Problem, type ProblemCode } from '../problem';
import { tlsHashAnnotation } from '../tls/rolls';
import { refusal } from './ownership';

/** The syntax of labels and annotations, and the labels that belong to the tenant. */
export function* labelRules(spec: TenantDraft): Iterable<Problem> {
  yield* labels('labels', spec.labels);
  yield* keys('annotations', spec.annotations, 'annotation');
  yield* managedBy(spec);
  yield* podMetadata(spec);
  yield* labels('adopted.selector', spec.adopted?.selector);
  for (const [i, pool] of (spec.pools ?? []).entries()) {
    yield* labels(`pools[${i}].nodeSelector`, pool.nodeSelector);
    yield* labels(`pools[${i}].persistence.labels`, pool.persistence?.labels);
    yield* keys(`pools[${i}].persistence.annotations`, pool.persistence?.annotations, 'annotation');
    yield* adoptedLabels(`pools[${i}].adopted`, pool.adopted);
    yield* ownClaimLabels(spec, `pools[${i}].persistence.labels`, pool.persistence?.labels ?? {});
  }
  for (const service of ['io', 'console'] as const) {
    const settings = spec.services?.[service];
    yield* labels(`services.${service}.labels`, settings?.labels);
    yield* keys(`services.${service}.annotations`, settings?.annotations, 'annotation');
    yield* ownLabels(`services.${service}.labels`, settings?.labels ?? {});
  }
}

function* adoptedLabels(path: string, adopted: AdoptedPoolSpec | undefined): Iterable<Problem> {
  if (adopted === undefined) return;
  yield* labels(`${path}.selector`, adopted.selector);
  yield* labels(`${path}.podLabels`, adopted.podLabels);
  yield* labels(`${path}.claimLabels`, adopted.claimLabels);
  yield* labels(`${path}.logClaim.labels`, adopted.logClaim?.labels);
  yield* keys(`${path}.logClaim.annotations`, adopted.logClaim?.annotations, 'annotation');
}

type Pairs = Readonly<Record<string, string>>;

function* labels(path: string, pairs: Pairs | undefined): Iterable<Problem> {
  if (pairs === undefined) return;
  yield* keys(path, pairs, 'label');
  for (const [key, value] of Object.entries(pairs)) {
    if (isLabelValue(value)) continue;
    yield error(
      pathTo(path, key),
      'label',
      `${JSON.stringify(value)} cannot be a label's value.`,
      'Use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends. Longer texts fit annotations.',
    );
  }
}

function* keys(path: string, pairs: Pairs | undefined, code: ProblemCode): Iterable<Problem> {
  for (const key of Object.keys(pairs ?? {})) {
    if (isQualifiedName(key)) continue;
    const message = `${JSON.stringify(key)} cannot be the key of a label or annotation.`;
    const fix = 'Use an optional DNS prefix with "/", then at most 63 letters, digits, "-", "_" and ".".';
    yield error(pathTo(path, key), code, message, fix);
  }
}

function* managedBy({ managedBy }: TenantDraft): Iterable<Problem> {
  if (managedBy === undefined || (managedBy !== '' && isLabelValue(managedBy))) return;
  const message = `${JSON.stringify(managedBy)} cannot be a label's value.`;
  yield error('managedBy', 'label', message, 'Use at most 63 letters, digits, "-", "_" and ".".');
}

function* ownClaimLabels(spec: TenantDraft, path: string, pairs: Pairs): Iterable<Problem> {
  for (const key of Object.keys(pairs).filter(isOwnLabel)) {
    yield refusal(spec)(
      pathTo(path, key),
      'claim-label',
      `"${key}" is the tenant's own label; with another value here, the claims can no longer be told by it.`,
      'Use a label key of your own.',
    );
  }
}

function* ownLabels(path: string, pairs: Pairs): Iterable<Problem> {
  for (const key of Object.keys(pairs).filter(isOwnLabel)) {
    yield error(
      pathTo(path, key),
      'label',
      `"${key}" is the tenant's own label.`,
      'Use a label key of your own.',
    );
  }
}

/** Annotations that the operator and kubectl write to pod templates: equal ones restart no pod. */
const inheritedAnnotations: readonly string[] = [tlsHashAnnotation, 'kubectl.kubernetes.io/restartedAt'];

function* podMetadata(spec: TenantDraft): Iterable<Problem> {
  const { labels: podLabels, annotations } = spec.pod ?? {};
  yield* labels('pod.labels', podLabels);
  yield* ownLabels('pod.labels', podLabels ?? {});
  yield* keys('pod.annotations', annotations, 'annotation');
  if (spec.compatibility !== 'operator') return;
  for (const key of Object.keys(annotations ?? {}).filter((name) => !inheritedAnnotations.includes(name))) {
    const message = `The operator writes no annotation "${key}" to its pods, so it would restart them.`;
    const fix = 'Leave it out, or leave compatibility out once the tenant has been taken over.';
    yield error(pathTo('pod.annotations', key), 'compatibility', message, fix);
  }
}

function isOwnLabel(key: string): boolean {
  return (
    Object.hasOwn(commonLabels('', ''), key) || key === 'rustfs.pool' || key === 'app.kubernetes.io/component'
  );
}

/** The syntax of label values: empty, or at most 63 characters. */
function isLabelValue(value: string): boolean {
  return /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value);
}

/** The syntax of label and annotation keys. */
export function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  const isName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name);
  const isPrefix = prefix === undefined || (prefix.length <= 253 && dnsSubdomain.test(prefix));
  return isName && isPrefix && more.length === 0;
}
