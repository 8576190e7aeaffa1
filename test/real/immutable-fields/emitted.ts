import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, parseTenants } from 'rustfs-constructs';
import { isRecord } from '../../../lib/is-record';
import { namespace, type Subject } from './subjects';

const examples = join(__dirname, '../../../examples');

/** Every object that we make of the fullest example, with other values for each text, number and switch in it. */
export function emittedSubjects(): Subject[] {
  const { tenants } = parseTenants(readFileSync(join(examples, 'pods.yaml'), 'utf8'));
  return tenants
    .flatMap(({ spec }) => composeTenant({ ...spec, namespace }))
    .filter(({ kind }) => kind !== 'Certificate')
    .map((object) => ({
      title: `the ${object.kind} ${object.metadata.name} that we make`,
      object: { ...object, metadata: { ...object.metadata, name: object.metadata.name } },
      values: Object.fromEntries(leavesOf(object, '')),
      isAsMade: true,
      // What it says, nothing, and another one.
      enough: 3,
    }));
}

/** Words of which one is another valid value wherever the API knows a few words only. */
const words = [
  ...[
    'Always',
    'Never',
    'IfNotPresent',
    'UDP',
    'Retain',
    'Delete',
    'Parallel',
    'OrderedReady',
    'RollingUpdate',
  ],
  ...[
    'OnDelete',
    'OnRootMismatch',
    'RuntimeDefault',
    'Unconfined',
    'ScheduleAnyway',
    'DoNotSchedule',
    'NodePort',
  ],
  ...['HTTP', 'HTTPS', 'Exists', 'AlwaysAllow', 'ReadWriteMany', 'Block', 'ALL', 'NoSchedule', 'Ignore'],
];

function leavesOf(value: unknown, path: string): [string, readonly unknown[]][] {
  // The object's address, also in claim templates.
  if (
    /^(apiVersion|kind|metadata\.(name|namespace))$/.test(
      path.replace(/^spec\.volumeClaimTemplates\[0\]\./, ''),
    )
  )
    return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, `${path}[${i}]`));
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([field, below]) => {
      const step = /^[\w-]+$/.test(field) ? `.${field}` : `[${field}]`;
      return leavesOf(below, path === '' ? field : `${path}${step}`);
    });
  }
  if (typeof value === 'number') return [[path, [value + 1]]];
  if (typeof value === 'boolean') return [[path, [!value]]];
  return [[path, [`${String(value)}x`, `1${String(value)}`, '7Mi', ...words]]];
}
