import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

/**
 * Strict validation against Kubernetes' own OpenAPI definitions and the schemas of custom resources, which are too
 * large to keep beside the code. They lie in the folder that RUSTFS_TEST_DATA names; where they are absent, `kubernetesTest` skips.
 */
const folder = resolve(process.env.RUSTFS_TEST_DATA ?? join(__dirname, '../../../shared/data'));
const file = join(folder, 'kubernetes-1.33-definitions.json');

/** A validator of a few hundred values: what makes it faster takes longer than they do. */
export const quickToCompile = { inlineRefs: false, code: { optimize: false } } as const;

interface Definition {
  readonly properties?: object;
  readonly additionalProperties?: unknown;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

/** A test that needs Kubernetes' definitions; skipped, with the reason in its title, where there are none. */
export function kubernetesTest(title: string, body: () => void): void {
  if (existsSync(file)) test(title, body);
  else test.skip(`${title} (skipped: RUSTFS_TEST_DATA names no folder with Kubernetes' definitions)`, body);
}

/** What Kubernetes' schema says against an object, unknown fields included; empty when nothing. */
export function kubernetesErrors(object: {
  readonly apiVersion: string;
  readonly kind: string;
}): ErrorObject[] {
  const validate = validatorOf(object.apiVersion, object.kind);
  return validate(object) ? [] : (validate.errors ?? []);
}

const validators = new Map<string, ValidateFunction>();
let schemas: { readonly ajv: Ajv; readonly definitions: Readonly<Record<string, Definition>> } | undefined;

function validatorOf(apiVersion: string, kind: string): ValidateFunction {
  const key = `${apiVersion}/${kind}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  schemas ??= loadSchemas();
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const name = Object.entries(schemas.definitions).find(([, definition]) =>
    definition['x-kubernetes-group-version-kind']?.some(
      (gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind,
    ),
  )?.[0];
  const validator =
    name === undefined
      ? schemas.ajv.compile(customResource(apiVersion, kind))
      : schemas.ajv.compile({ $ref: `k8s#/definitions/${name}` });
  validators.set(key, validator);
  return validator;
}

function loadSchemas() {
  const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as {
    definitions: Record<string, Definition>;
  };
  const closed = Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      isOpen(definition) ? definition : close(definition),
    ]),
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, ...quickToCompile });
  ajv.addSchema({ $id: 'k8s', definitions: closed });
  return { ajv, definitions: closed };
}

/** The closed schema of a custom resource, from the file that is called after its plural and group. */
function customResource(apiVersion: string, kind: string): object {
  const [group = '', version = ''] = apiVersion.split('/');
  const crd = join(folder, 'crds', `${kind.toLowerCase()}s.${group}.json`);
  if (!existsSync(crd)) throw new Error(`Kubernetes has no ${kind} in ${apiVersion}, and there is no ${crd}`);
  const { versions } = JSON.parse(readFileSync(crd, 'utf8')) as { versions: Record<string, unknown> };
  const schema = versions[version];
  if (typeof schema !== 'object' || schema === null) throw new Error(`${kind} has no version ${version}`);
  // Metadata is any object there; Kubernetes' own definition says what it may hold.
  const metadata = { $ref: 'k8s#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };
  const closed = closeDeep(schema) as { properties?: object };
  return { ...closed, properties: { ...closed.properties, metadata } };
}

/** A structural schema in which no object takes unknown fields. */
function closeDeep(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closeDeep);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closeDeep(value)]));
  const isClosable = 'properties' in closed && !isOpen(closed);
  return isClosable ? { ...closed, additionalProperties: false } : closed;
}

function close(definition: Definition): Definition {
  return { ...definition, additionalProperties: false };
}

function isOpen(definition: Definition): boolean {
  return (
    definition.properties === undefined ||
    definition.additionalProperties !== undefined ||
    definition['x-kubernetes-preserve-unknown-fields'] === true
  );
}
