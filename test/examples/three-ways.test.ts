import { App, Yaml } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, parseTenants, toTenantManifest, toYaml, type TenantSpec } from 'rustfs-constructs';
import { parse } from 'yaml';
import { render } from '../../examples/library';
import { Media } from '../../examples/media';
import { runCli } from '../support/run-cli';

const folder = join(__dirname, '../../examples');
const declaration = join(folder, 'media.yaml');
const manifest = join(folder, 'media-tenant.yaml');

function onlySpec(file: string): TenantSpec {
  const { tenants, problems } = parseTenants(readFileSync(file, 'utf8'));
  expect(problems).toEqual([]);
  const [tenant, ...more] = tenants;
  if (tenant === undefined || more.length > 0) throw new Error(`${file} should declare one tenant.`);
  return tenant.spec;
}

describe('the tenant media in TypeScript, as a declaration and as a manifest', () => {
  const composed = new Media(new App(), 'media').toJson();

  test.each([declaration, manifest])('makes the same objects from %s', (file) => {
    expect(composeTenant(onlySpec(file))).toEqual(composed);
  });

  test.each([declaration, manifest])('prints the same bytes from %s', (file) => {
    expect(runCli(['render', file])).toEqual({ code: 0, output: Yaml.stringify(...composed), errors: '' });
  });

  test('survives the way to the operator and back', () => {
    const written = toTenantManifest(onlySpec(declaration));
    expect(written.warnings).toEqual([]);
    expect(written.manifest).toMatchObject(parse(readFileSync(manifest, 'utf8')));
    const [tenant] = parseTenants(toYaml([written.manifest])).tenants;
    expect(tenant && composeTenant(tenant.spec)).toEqual(composed);
  });
});

describe('the example of the library', () => {
  test('gives objects and manifests', () => {
    const { objects, manifests, problems } = render(declaration);
    expect(objects).toBe(runCli(['render', declaration]).output);
    expect(parse(manifests)).toEqual(toTenantManifest(onlySpec(declaration)).manifest);
    expect(problems).toEqual([]);
  });

  test('gives every problem of a file with mistakes, with its line', () => {
    const { objects, problems } = render(join(folder, 'mistakes.yaml'));
    expect(objects).toBe('');
    expect(problems.map((problem) => /:(\d+): error .*\[(.*)\]/.exec(problem)?.slice(1))).toEqual([
      ['2', 'missing-field'],
      ['13', 'unknown-field'],
      ['16', 'pool-name-duplicate'],
      ['24', 'quantity'],
    ]);
  });
});
