/**
 * The Tenant custom resource definition, made from the schema of the declaration: `npm run import` writes
 * crds/tenants.rustfs.com.yaml and generates the typed L1 in imports/ from it, offline.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { furtherFieldsWithin, specFields } from '../lib/manifest/fields';
import { operatorBackends } from '../lib/tenant/encryption/operator';
import { ownTypes } from './own-types';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
}

const root = join(__dirname, '..');

const header = `# The Tenant custom resource of the RustFS operator, as far as this project declares it.
# Made by "npm run import"; imports/rustfs.com.ts is generated from it. Not for clusters: the operator ships its own.
`;

/** A name in RustFS's own identity management. */
const identityName = { minLength: 1, maxLength: 253, pattern: '^\\S+$' };

/** The operator's integers are of 32 bits (contract 1.2, 1.3). */
const int32 = { format: 'int32' };

/** A user or group id (contract 1.1). */
const id = { format: 'int64', minimum: 0, maximum: 2_147_483_647 };

/** Further constraints of the operator's custom resource definition (contract 1.1 to 1.7), in our own words. */
const constraints: Readonly<Record<string, object>> = {
  'spec.pools': {
    minItems: 1,
    maxItems: 32,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  },
  'spec.pools[].name': { minLength: 1, maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
  'spec.pools[].servers': { ...int32, ...immutable('servers') },
  'spec.pools[].persistence.volumesPerServer': { ...int32, ...immutable('volumesPerServer') },
  'spec.pools[].persistence.path': rules(["self != ''", 'give the path, or leave it out']),
  'spec.pools[].tolerations': { nullable: true },
  'spec.pools[].topologySpreadConstraints': { nullable: true },
  ...ids('spec'),
  ...ids('spec.pools[]'),
  'spec.rpcSecret.name': { minLength: 1 },
  'spec.rpcSecret.key': { minLength: 1 },
  'spec.policies': namedList(256),
  'spec.policies[].name': identityName,
  'spec.policies[].document.configMapKeyRef.name': { minLength: 1, maxLength: 253 },
  'spec.policies[].document.configMapKeyRef.key': { minLength: 1, maxLength: 253 },
  'spec.users': {
    ...namedList(256),
    ...rules(
      ['self.all(x, has(x.policies) && x.policies.size() > 0)', 'every user needs a policy'],
      [
        'self.all(x, self.exists_one(y, (has(x.credsSecret) ? x.credsSecret.name : x.name) == ' +
          '(has(y.credsSecret) ? y.credsSecret.name : y.name)))',
        'every user needs a Secret of its own',
      ],
    ),
  },
  'spec.users[].name': identityName,
  'spec.users[].credsSecret.name': { minLength: 1, maxLength: 253 },
  'spec.users[].policies': { minItems: 1, maxItems: 64, 'x-kubernetes-list-type': 'set' },
  'spec.users[].policies[]': identityName,
  'spec.buckets': namedList(1024),
  'spec.buckets[].name': {
    minLength: 3,
    maxLength: 63,
    pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    ...rules([
      String.raw`self != 'rustfs' && !self.matches('^(\\d+\\.){3}\\d+$') && !self.contains('..') && !self.contains('.-') && !self.contains('-.')`,
      'use letters and digits around every dot; neither an IP address nor "rustfs"',
    ]),
  },
  'spec.poolLifecycle.decommissionRequests': {
    maxItems: 32,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['poolName'],
  },
  'spec.poolLifecycle.decommissionRequests[].poolName': { minLength: 1, maxLength: 63 },
  'spec.poolLifecycle.decommissionRequests[].requestId': { minLength: 1, maxLength: 128 },
  'spec.poolLifecycle.decommissionRequests[].reason': { maxLength: 1024 },
  'spec.encryption': rules([
    "!self.enabled || self.backend != 'local' || (has(self.local) && (has(self.local.masterKeySecretRef) || " +
      '(has(self.local.allowInsecureDevDefaults) && self.local.allowInsecureDevDefaults)))',
    'local keys need local.masterKeySecretRef, or local.allowInsecureDevDefaults in development',
  ]),
  'spec.encryption.enabled': { default: false },
  'spec.encryption.backend': { enum: operatorBackends, default: 'local' },
  'spec.encryption.local.masterKeySecretRef.name': { minLength: 1 },
  'spec.encryption.local.masterKeySecretRef.key': { minLength: 1 },
  'spec.encryption.local.allowInsecureDevDefaults': { default: false },
  'spec.logging.mode': { default: 'stdout' },
  'spec.tls.mode': { default: 'disabled' },
  'spec.tls.rotationStrategy': { default: 'Rollout' },
  'spec.tls.caTrust.source': { default: 'CertificateSecretCa' },
  'spec.tls.certManager.caTrust.source': { default: 'CertificateSecretCa' },
  'spec.tls.certificates[].certManager.caTrust.source': { default: 'CertificateSecretCa' },
  'spec.tls.certManager.privateKey.size': int32,
  'spec.tls.certificates[].certManager.privateKey.size': int32,
};

/** The custom resource definition as text, ready to be written or compared. */
export function crdText(): string {
  const schema: { definitions: Record<string, Schema> } = JSON.parse(
    readFileSync(join(root, 'schema.json'), 'utf8'),
  );
  return (
    header +
    stringify(crd(new Conversion(schema.definitions).spec()), { lineWidth: 0, aliasDuplicateObjects: false })
  );
}

function crd(spec: object): object {
  const names = {
    kind: 'Tenant',
    listKind: 'TenantList',
    plural: 'tenants',
    singular: 'tenant',
    shortNames: ['tenant'],
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'tenants.rustfs.com' },
    spec: {
      group: 'rustfs.com',
      names,
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              description: 'A RustFS tenant, run by the RustFS operator.',
              type: 'object',
              required: ['spec'],
              properties: { spec, status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          },
        },
      ],
    },
  };
}

/** Structural schemas allow no references and no closed objects, and spell a number-or-text their own way. */
class Conversion {
  constructor(private readonly definitions: Readonly<Record<string, Schema>>) {}

  spec(): object {
    const { properties = {}, required = [] } = this.definitions.TenantSpec ?? {};
    const kept = Object.entries(properties).filter(([field]) => specFields.includes(field));
    return {
      description: 'The tenant.',
      ...this.convert({ type: 'object', properties: Object.fromEntries(kept) }, 'spec', true),
      required: required.filter((field) => specFields.includes(field)),
    };
  }

  private convert(schema: Schema, path: string, isOurs: boolean): object {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.replace('#/definitions/', '');
      const target = this.convert(this.definitions[name] ?? {}, path, ownTypes.has(name));
      return { ...target, ...this.described(schema, isOurs) };
    }
    if (schema.anyOf !== undefined) return this.convertUnion(schema, schema.anyOf, path, isOurs);
    const {
      type,
      properties,
      items,
      additionalProperties,
      minimum,
      enum: choices,
      const: only,
      required,
    } = schema;
    if (Array.isArray(type)) return { ...this.described(schema, isOurs), 'x-kubernetes-int-or-string': true };
    const further = furtherFieldsWithin[path.replace(/^spec\./, '').replaceAll('[]', '')] ?? [];
    const fields = Object.entries(properties ?? {}).filter(([field]) => !further.includes(field));
    const property = (field: string, item: Schema): object => {
      const converted = this.convert(item, `${path}.${field}`, isOurs);
      return isOurs && required?.includes(field) !== true ? orNull(converted) : converted;
    };
    return {
      ...this.described(schema, isOurs),
      type,
      ...(choices !== undefined && { enum: choices }),
      ...(only !== undefined && { enum: [only] }),
      ...(minimum !== undefined && { minimum }),
      ...(required !== undefined && { required }),
      ...(fields.length > 0 && {
        properties: Object.fromEntries(fields.map(([field, item]) => [field, property(field, item)])),
      }),
      ...(items !== undefined && {
        items: this.convert(items, `${path}[]`, isOurs),
      }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: this.convert(additionalProperties, path, isOurs),
      }),
      ...constraints[path],
    };
  }

  /** Structural schemas know no unions: all fields of the operator's backends stand side by side. */
  private convertUnion(schema: Schema, union: readonly Schema[], path: string, isOurs: boolean): object {
    const branches = union
      .map(({ $ref = '' }) => this.definitions[$ref.replace('#/definitions/', '')] ?? {})
      .filter(({ properties }) => operatorBackends.includes(String(properties?.backend?.const)));
    const { backend, enabled, ...others } = Object.assign({}, ...branches.map((branch) => branch.properties));
    const merged = { enabled, backend: { type: 'string', description: backendWords }, ...others };
    return {
      ...this.described(schema, isOurs),
      ...this.convert({ type: 'object', properties: merged }, path, true),
    };
  }

  private described({ description }: Schema, isOurs: boolean): object {
    return isOurs && description !== undefined ? { description } : {};
  }
}

const backendWords = 'The service that keeps the keys.';

/**
 * A null counts as absent. Where a field is not nullable the API server drops a null, or puts the default in its place; one
 * with an enum is better not nullable, as the server refuses the null then, even if the enum has it.
 */
function orNull(schema: Schema & { readonly default?: unknown }): object {
  const isNever = schema.type === 'array' || schema.enum !== undefined || schema.default !== undefined;
  return isNever ? schema : { ...schema, nullable: true };
}

function ids(scope: string): Record<string, object> {
  const context = { runAsUser: id, runAsGroup: id };
  const contexts = { securityContext: { ...context, fsGroup: id }, containerSecurityContext: context };
  return Object.fromEntries(
    Object.entries(contexts).flatMap(([name, fields]) =>
      Object.entries(fields).map(([field, limits]) => [`${scope}.${name}.${field}`, limits]),
    ),
  );
}

function immutable(field: string): object {
  return rules(
    ['self > 0', `there is at least one`],
    ['self == oldSelf', `${field} never changes: add a pool`],
  );
}

/** CEL rules, each with what to do. */
function rules(...pairs: (readonly [rule: string, message: string])[]): object {
  return { 'x-kubernetes-validations': pairs.map(([rule, message]) => ({ rule, message })) };
}

function namedList(maxItems: number): object {
  return { maxItems, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] };
}

if (require.main === module) writeFileSync(join(root, 'crds/tenants.rustfs.com.yaml'), crdText());
