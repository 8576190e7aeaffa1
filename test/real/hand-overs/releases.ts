import { isRecord } from '../../../lib/is-record';
import { chartTemplates, type ChartValues } from '../../support/chart';
import type { Manifest } from '../control-plane/api-server';

/** A release of four servers, called as in the documentation. */
export function release(namespace: string, labels: Readonly<Record<string, string>> = {}): Manifest[] {
  const values: ChartValues = {
    release: 'files',
    fullname: 'files-rustfs',
    namespace,
    pools: [{ replicas: 4, drives: 1 }],
  };
  const { sets, services, others } = chartTemplates(values);
  const metadata = {
    name: 'files-rustfs',
    namespace,
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  };
  const objects: Manifest[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 3, selector: { matchLabels: { 'app.kubernetes.io/instance': 'files' } } },
    },
    ...[...sets, ...services, ...others].map((object) => written({ ...object })),
  ];
  return objects.map((object) => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...fields(object.metadata.labels), ...labels } },
  }));
}

/** Without the annotations by which Helm knows its release: it writes them itself. */
function written({ apiVersion, kind, metadata, ...rest }: Readonly<Record<string, unknown>>): Manifest {
  const { name, namespace, labels } = fields(metadata);
  return {
    ...rest,
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: { name: String(name), namespace: String(namespace), labels: fields(labels) },
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** A chart whose templates are these objects: a file and its text each. */
export function chartOf(objects: readonly Manifest[]): [string, string][] {
  const about = { apiVersion: 'v2', name: 'rustfs', version: '1.0.0-rc.3', appVersion: '1.0.0-rc.3' };
  return [
    ['chart/Chart.yaml', JSON.stringify(about)],
    ...objects.map((object): [string, string] => [
      `chart/templates/${object.kind}-${object.metadata.name}.yaml`.toLowerCase(),
      template(object),
    ]),
  ];
}

/** As templates are written, one field a line: Helm's own check of a release looks for `kind:` at their beginning. */
function template(object: Manifest): string {
  const entries = Object.entries(object).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${entries.join('\n')}\n`;
}

/** The objects as one text for `kubectl -f`. */
export function listOf(objects: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}

/** A custom resource definition of somebody else, which takes everything. */
export function definition(group: string, kind: string, version: string): Manifest {
  const singular = kind.toLowerCase();
  const schema = {
    openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural: `${singular}s`, singular },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}
