import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, acmeWithDrives, acmeWithPool, asOperator } from '../../support/specs';
import { undeclared } from '../../support/undeclared';

const longName = 'a'.repeat(40);

/** Breaches of the rules about the shape of a declaration. */
export const shapeBreaches: Breaches = {
  'missing-field': [
    refused('a tenant without a name', 'name', undeclared({ ...acme, name: undefined })),
    refused('a tenant without a namespace', 'namespace', undeclared({ ...acme, namespace: null })),
    refused('a tenant without pools', 'pools', undeclared({ ...acme, pools: undefined })),
    refused(
      'drives without a number',
      'pools[0].persistence.volumesPerServer',
      acmeWithDrives(undeclared({ volumesPerServer: null })),
    ),
    refused('a variable without a name', 'env[0].name', undeclared({ ...acme, env: [{ value: 'x' }] })),
  ],
  'unknown-field': [
    refused('a field of the tenant', 'replicas', undeclared({ ...acme, replicas: 3 })),
    refused('a field of a pool', 'pools[0].disks', acmeWithPool(undeclared({ disks: 3 }))),
  ],
  'wrong-type': [
    refused('a text for a number', 'pools[0].servers', acmeWithPool(undeclared({ servers: '4' }))),
    refused('a pool without servers', 'pools[0].servers', acmeWithPool({ servers: 0 })),
    refused('an unknown profile', 'compatibility', undeclared({ ...acme, compatibility: 'Operator' })),
  ],
  'no-effect': [
    warned('mountPath', 'mountPath', { ...acme, mountPath: '/data' }),
    warned('createServiceAccountRbac', 'createServiceAccountRbac', {
      ...acme,
      createServiceAccountRbac: false,
    }),
  ],
};

/** Breaches of the rules about names and labels. */
export const nameBreaches: Breaches = {
  'tenant-name': [
    refused('upper case', 'name', { ...acme, name: 'Acme' }),
    refused('a digit first', 'name', { ...acme, name: '1acme' }),
    refused('a hyphen last', 'name', { ...acme, name: 'acme-' }),
    refused('a dot', 'name', { ...acme, name: 'ac.me' }),
    refused('nothing', 'name', { ...acme, name: '' }),
  ],
  namespace: [
    refused('upper case', 'namespace', { ...acme, namespace: 'Storage' }),
    refused('64 characters', 'namespace', { ...acme, namespace: 'n'.repeat(64) }),
    refused('nothing', 'namespace', { ...acme, namespace: '' }),
  ],
  'cluster-domain': [
    refused('an underscore', 'clusterDomain', { ...acme, clusterDomain: 'cluster_local' }),
    refused('an empty label', 'clusterDomain', { ...acme, clusterDomain: 'cluster..local' }),
    refused('nothing', 'clusterDomain', { ...acme, clusterDomain: '' }),
    refused('254 characters', 'clusterDomain', { ...acme, clusterDomain: `${'a.'.repeat(126)}aa` }),
  ],
  'object-name': [
    refused('the root credentials', 'credsSecret.name', { ...acme, credsSecret: { name: 'Root' } }),
    refused('the secret between servers', 'rpcSecret.name', { ...acme, rpcSecret: { name: '', key: 'k' } }),
    refused(
      'no secret between servers, which the operator refuses as well',
      'rpcSecret.name',
      asOperator({ ...acme, rpcSecret: { name: '', key: 'k' } }),
    ),
    refused('a key of a Secret', 'rpcSecret.key', { ...acme, rpcSecret: { name: 'a', key: 'a b' } }),
    refused('the registry credentials', 'imagePullSecret.name', {
      ...acme,
      imagePullSecret: { name: 'a_b' },
    }),
    refused('the ServiceAccount', 'serviceAccountName', { ...acme, serviceAccountName: 'a..b' }),
    refused('the priority class', 'priorityClassName', { ...acme, priorityClassName: 'High' }),
    refused(
      'the priority class of a pool',
      'pools[0].priorityClassName',
      acmeWithPool({ priorityClassName: 'a'.repeat(254) }),
    ),
  ],
  'peer-name-length': [
    refused('pods of 64 characters', 'pools[0].name', {
      ...acmeWithPool({ name: 'b'.repeat(21) }),
      name: longName,
    }),
  ],
  'stateful-set-name-length': [
    refused('a StatefulSet of 53 characters', 'pools[0].name', {
      ...acmeWithPool({ name: 'b'.repeat(12) }),
      name: longName,
    }),
    warned(
      'the same where the operator runs it',
      'pools[0].name',
      asOperator({ ...acmeWithPool({ name: 'b'.repeat(12) }), name: longName }),
    ),
  ],
  label: [
    refused('a key with a space', 'labels["a b"]', { ...acme, labels: { 'a b': 'x' } }),
    refused('a value with a slash', 'labels.team', { ...acme, labels: { team: 'a/b' } }),
    refused('a value of 64 characters', 'labels.team', { ...acme, labels: { team: 'x'.repeat(64) } }),
    refused(
      'a node selector',
      'pools[0].nodeSelector.disk',
      acmeWithPool({ nodeSelector: { disk: '-ssd' } }),
    ),
    refused(
      'a label of claims',
      'pools[0].persistence.labels.team',
      acmeWithDrives({ labels: { team: 'a b' } }),
    ),
    refused('managedBy', 'managedBy', { ...acme, managedBy: 'argo cd' }),
    refused('an empty managedBy', 'managedBy', { ...acme, managedBy: '' }),
    refused("the tenant's own label on a Service", 'services.io.labels["rustfs.tenant"]', {
      ...acme,
      services: { io: { labels: { 'rustfs.tenant': 'acme' } } },
    }),
  ],
  annotation: [
    refused('of the tenant', 'annotations["a b"]', { ...acme, annotations: { 'a b': '' } }),
    refused(
      'of claims',
      'pools[0].persistence.annotations["/a"]',
      acmeWithDrives({ annotations: { '/a': '' } }),
    ),
    refused('of a Service', 'services.console.annotations["a/b/c"]', {
      ...acme,
      services: { console: { annotations: { 'a/b/c': '' } } },
    }),
  ],
  'claim-label': [
    refused(
      'rustfs.tenant',
      'pools[0].persistence.labels["rustfs.tenant"]',
      acmeWithDrives({ labels: { 'rustfs.tenant': 'x' } }),
    ),
    refused(
      'rustfs.pool',
      'pools[0].persistence.labels["rustfs.pool"]',
      acmeWithDrives({ labels: { 'rustfs.pool': 'x' } }),
    ),
    warned(
      'the same where the operator runs it',
      'pools[0].persistence.labels["rustfs.pool"]',
      asOperator(acmeWithDrives({ labels: { 'rustfs.pool': 'x' } })),
    ),
  ],
};
