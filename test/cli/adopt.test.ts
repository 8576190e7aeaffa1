import { kubectlList, liveObjects, operatorsObjects } from '../support/live';
import { runCli } from '../support/run-cli';
import { acme, asOperator } from '../support/specs';

const operated = asOperator(acme);
const both = kubectlList([...liveObjects(operated), ...liveObjects({ ...operated, name: 'other' })]);

describe('adopt', () => {
  test('prints the declaration, and on standard error what changes and how to hand over', () => {
    const { code, output, errors } = runCli(['adopt', '-'], operatorsObjects(operated));
    expect(code).toBe(0);
    expect(output).toMatch(/^# Tenant acme in namespace storage, adopted from the RustFS operator/);
    expect(output).toMatch(/^# Applying its objects restarts no pod\.$/m);
    expect(errors).toMatch(/^Restarts no pod\.$/m);
    expect(errors).toContain('kubectl delete tenant acme -n storage --cascade=orphan');
    expect(errors).toContain('DELETES the StatefulSets');
  });

  test('prints what the other commands read', () => {
    const { output } = runCli(['adopt', '-'], operatorsObjects(operated));
    expect(runCli(['check', '-'], output)).toMatchObject({ code: 0 });
  });

  test('says what was not compared', () => {
    const sets = liveObjects(operated).filter((object) => 'kind' in object && object.kind === 'StatefulSet');
    expect(runCli(['adopt', '-'], kubectlList(sets)).errors).toContain(
      'No Service is among the objects, so theirs were not compared.',
    );
  });

  test('is refused with the place and the reason, and then prints nothing', () => {
    expect(runCli(['adopt', '-'], '')).toEqual({
      code: 1,
      output: '',
      errors:
        '<stdin>:1: error: There is no StatefulSet that runs RustFS. [live-objects]\n' +
        '    Fix: Give the live objects: kubectl get statefulset,service,poddisruptionbudget,configmap -n NAMESPACE -o yaml --show-managed-fields.\n' +
        'No declaration was written.\n',
    });
  });

  test('takes one tenant of several', () => {
    expect(runCli(['adopt', '-'], both)).toMatchObject({ code: 1, output: '' });
    expect(runCli(['adopt', '-', '--tenant', 'storage/other'], both)).toMatchObject({ code: 0 });
  });

  test.each([[['adopt']], [['adopt', '-', '--out', 'x']], [['adopt', 'no-such-file.yaml']]])(
    'is called wrongly: %j',
    (args) => {
      expect(runCli(args)).toMatchObject({ code: 2, output: '' });
    },
  );
});
