import { planChange, planText } from 'rustfs-constructs';
import { beside, edited, objects, other, outcome, titleOf } from '../support/beside';
import { acme } from '../support/specs';

/** The objects, with an annotation more on that of a title. */
function annotated(all: readonly object[], title: string, annotation: string, value: string): object[] {
  return edited(all, title, (text) => {
    const object: { metadata: { annotations?: object } } = JSON.parse(text);
    const annotations = { ...object.metadata.annotations, [annotation]: value };
    return JSON.stringify({ ...object, metadata: { ...object.metadata, annotations } });
  });
}

const localConfig = 'config.kubernetes.io/local-config';
const syncOptions = 'argocd.argoproj.io/sync-options';
const secretMaker = other('external-secrets.io/v1', 'ExternalSecret', 'acme-root');

describe('An annotation by which a tool leaves out or deletes what a tenant needs is refused', () => {
  test.each([
    ['StatefulSet acme-pool-0', localConfig, 'true'],
    ['Service acme-hl', localConfig, 'true'],
    ['Service acme-io', localConfig, 'yes'],
    ['Namespace storage', localConfig, 'true'],
    ['PersistentVolumeClaim vol-0-acme-pool-0-1', localConfig, 'true'],
    ['PersistentVolume disk-1', localConfig, 'true'],
    ['Secret acme-root', localConfig, 'true'],
    ['ServiceAccount acme-sa', localConfig, 'true'],
    ['StatefulSet acme-pool-0', 'internal.config.kubernetes.io/needsHashSuffix', 'enabled'],
    ['StatefulSet acme-pool-0', 'argocd.argoproj.io/hook', 'PostSync'],
    ['StatefulSet acme-pool-0', 'argocd.argoproj.io/hook', 'Skip'],
    ['Service acme-hl', 'helm.sh/hook', 'pre-install'],
    ['StatefulSet acme-pool-0', syncOptions, 'Replace=true, Force=true'],
    ['Namespace storage', syncOptions, 'Force=true'],
    ['PersistentVolumeClaim vol-0-acme-pool-0-1', syncOptions, 'Force=true,Replace=true'],
    ['StatefulSet acme-pool-0', 'kustomize.toolkit.fluxcd.io/force', 'enabled'],
  ])('%s: %s: %s', (title, annotation, value) => {
    const before = objects();
    const after = annotated(before, title, annotation, value);
    expect(outcome(before, after)).toBe('refused object-left-out');
    expect(outcome(after, after)).toBe('none');
    expect(planChange(before, after).refusals[0]?.message).toContain(`${annotation}: ${value}`);
    expect(outcome(after, before)).toBe('in-place');
  });

  test('also on what makes a Secret that servers take', () => {
    const before = objects(acme, [secretMaker]);
    const after = annotated(before, 'ExternalSecret acme-root', localConfig, 'true');
    expect(outcome(before, after)).toBe('refused object-left-out');
  });

  test('also on a StatefulSet that is new', () => {
    const after = annotated(objects(), 'StatefulSet acme-pool-0', 'argocd.argoproj.io/hook', 'Sync');
    expect(outcome([], after)).toBe('refused object-left-out');
  });
});

describe('An annotation is no matter', () => {
  test.each([
    ['StatefulSet acme-pool-0', localConfig, 'false'],
    ['StatefulSet acme-pool-0', 'team', 'storage'],
    ['StatefulSet acme-pool-0', syncOptions, 'Prune=false,ServerSideApply=true'],
    ['StatefulSet acme-pool-0', 'kustomize.toolkit.fluxcd.io/force', 'disabled'],
    ['Secret acme-root', syncOptions, 'Force=true'],
    ['PersistentVolumeClaim vol-0-acme-pool-0-1', 'argocd.argoproj.io/sync-wave', '-1'],
  ])('%s: %s: %s', (title, annotation, value) => {
    const before = objects();
    const plan = planChange(before, annotated(before, title, annotation, value));
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(plan.objects.flatMap(({ notes = [] }) => notes)).toEqual([]);
  });

  test('on a hook that is new', () => {
    const job = other('batch/v1', 'Job', 'mine');
    const after = annotated(
      objects(acme, [...beside, job]),
      'Job mine',
      'argocd.argoproj.io/hook',
      'PostSync',
    );
    expect(after.map(titleOf)).toContain('Job mine');
    expect(outcome(objects(), after)).toBe('in-place');
  });

  test('for a tenant, on what it does not need, and is told', () => {
    const budget = 'PodDisruptionBudget acme-pool-0';
    const plan = planChange(objects(), annotated(objects(), budget, localConfig, 'true'));
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(planText(plan)).toContain(`By ${localConfig}, kustomize leaves it out`);
  });

  test('where Argo CD replaces without deleting, and is told', () => {
    const plan = planChange(
      objects(),
      annotated(objects(), 'StatefulSet acme-pool-0', syncOptions, 'Replace=true'),
    );
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(planText(plan)).toContain('Argo CD replaces it as a whole from now on');
  });
});
