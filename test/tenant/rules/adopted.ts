import type { TenantSpec } from 'rustfs-constructs';
import { refused, type Breaches } from '../../support/breaches';
import { acme, fromChart, fromChartWith, fromChartWithPool, pool1 } from '../../support/specs';

const [chartPool] = fromChart.pools;
const selector = { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'files' };
const logSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

/** The one drive of each server at /data, as the chart mounts it. */
const oneDrive: TenantSpec = {
  ...fromChart,
  pools: fromChartWithPool({ claimNames: ['data'], drivePath: 'exact' }).pools.map((pool) => ({
    ...pool,
    persistence: { volumesPerServer: 1 },
  })),
};

/** Declarations of adopted tenants that break no rule. */
export const harmless: readonly [string, TenantSpec][] = [
  ["a tenant with the chart's names", fromChart],
  ['an adopted tenant with one drive per server', oneDrive],
  ['an adopted tenant that grew by a pool of its own', { ...fromChart, pools: [...fromChart.pools, pool1] }],
  ['an adopted tenant whose addresses are short', fromChartWith({ serverDomain: 'files-rustfs-headless' })],
  [
    'an adopted tenant with a log claim',
    {
      ...fromChartWithPool({ logClaim: { spec: logSpec, position: 'first', labels: { team: 'a' } } }),
      logging: { mode: 'persistent' },
    },
  ],
];

/** Breaches of the rules of adopted tenants. */
export const adoptedBreaches: Breaches = {
  'adopted-mismatch': [
    refused('an adopted pool of a tenant that is not', 'pools[0].adopted', {
      ...acme,
      pools: chartPool === undefined ? [] : [chartPool],
    }),
    refused('a StatefulSet that two pools have', 'pools[1].adopted.statefulSet', {
      ...fromChart,
      pools: fromChart.pools.flatMap((pool) => [pool, { ...pool, name: 'pool-1' }]),
    }),
    refused('a StatefulSet that a later pool would make', 'pools[1].name', {
      ...fromChartWithPool({ statefulSet: 'files-rustfs-pool-1' }),
      pools: [...fromChartWithPool({ statefulSet: 'files-rustfs-pool-1' }).pools, pool1],
    }),
    refused('a selector of no label', 'pools[0].adopted.selector', fromChartWithPool({ selector: {} })),
    refused('Services that select no label', 'adopted.selector', fromChartWith({ selector: {} })),
    refused(
      'pods that their StatefulSet does not select',
      'pools[0].adopted',
      fromChartWithPool({ selector: { ...selector, tier: 'gold' }, podLabels: { tier: 'silver' } }),
    ),
    refused(
      'pods that the Services do not select',
      'pools[0].adopted',
      fromChartWith({ selector: { ...selector, 'app.kubernetes.io/instance': 'other' } }),
    ),
    refused(
      'too few claim names',
      'pools[0].adopted.claimNames',
      fromChartWithPool({ claimNames: ['data-rustfs-0'] }),
    ),
    refused(
      'two claims of one name',
      'pools[0].adopted.claimNames[3]',
      fromChartWithPool({ claimNames: ['a', 'b', 'c', 'a'] }),
    ),
    refused(
      "a drive's claim with the name of the log's",
      'pools[0].adopted.claimNames[3]',
      fromChartWithPool({ claimNames: ['a', 'b', 'c', 'logs'] }),
    ),
    refused(
      'several drives at one path',
      'pools[0].adopted.drivePath',
      fromChartWithPool({ drivePath: 'exact' }),
    ),
    refused(
      'a log claim without a persistent log',
      'pools[0].adopted.logClaim',
      fromChartWithPool({ logClaim: { spec: logSpec } }),
    ),
    refused(
      'addresses of another Service',
      'adopted.serverDomain',
      fromChartWith({ serverDomain: 'files-rustfs-svc.storage' }),
    ),
    refused(
      'clients at the headless Service',
      'adopted.clientService.name',
      fromChartWith({
        clientService: { name: 'files-rustfs-headless', s3PortName: 'a', consolePortName: 'b' },
      }),
    ),
    refused(
      'ports of one name',
      'adopted.clientService.consolePortName',
      fromChartWith({ clientService: { name: 'files-svc', s3PortName: 'a', consolePortName: 'a' } }),
    ),
    refused('a volume with the name of a claim template', 'additionalVolumes[0].name', {
      ...fromChart,
      additionalVolumes: [{ name: 'data-rustfs-0', emptyDir: {} }],
    }),
    refused('settings of a console Service that there is not', 'services.console', {
      ...fromChart,
      services: { console: { type: 'NodePort' } },
    }),
  ],
};

/** Names and labels of adopted tenants that Kubernetes does not take, by the rules of names and labels. */
export const adoptedNameBreaches = {
  'object-name': [
    refused('a StatefulSet', 'pools[0].adopted.statefulSet', fromChartWithPool({ statefulSet: 'No_Name' })),
    refused(
      'a claim template',
      'pools[0].adopted.claimNames[0]',
      fromChartWithPool({ claimNames: ['a.b', 'b', 'c', 'd'] }),
    ),
    refused('a headless Service', 'adopted.headlessService', fromChartWith({ headlessService: 'No.Name' })),
    refused(
      'a client Service',
      'adopted.clientService.name',
      fromChartWith({ clientService: { name: '', s3PortName: 'a', consolePortName: 'b' } }),
    ),
    refused(
      'a port',
      'adopted.clientService.s3PortName',
      fromChartWith({ clientService: { name: 'svc', s3PortName: 'A B', consolePortName: 'b' } }),
    ),
    refused(
      'a key',
      'adopted.credentialKeys.secretKey',
      fromChartWith({ credentialKeys: { accessKey: 'user', secretKey: 'pass word' } }),
    ),
  ],
  label: [
    refused(
      'of pods',
      'pools[0].adopted.podLabels.tier',
      fromChartWithPool({ podLabels: { tier: 'not a value' } }),
    ),
    refused(
      'of claims',
      'pools[0].adopted.claimLabels["not a key"]',
      fromChartWithPool({ claimLabels: { 'not a key': '' } }),
    ),
  ],
  'peer-name-length': [
    refused(
      'of an adopted StatefulSet',
      'pools[0].adopted.statefulSet',
      fromChartWithPool({ statefulSet: 'x'.repeat(62) }),
    ),
  ],
  'stateful-set-name-length': [
    refused(
      'of an adopted StatefulSet',
      'pools[0].adopted.statefulSet',
      fromChartWithPool({ statefulSet: 'x'.repeat(53) }),
    ),
  ],
} satisfies Breaches;
