import type { EnvVar } from 'kubernetes-types/core/v1';
import type { TargetDraft, TargetsDraft } from '../draft';
import { featureVolume, filePath, filesVolume, type MountedFile } from '../mounted-files';
import { fromSecret } from '../variables';
import { wiring, type Wiring } from '../wiring';
import { amqpSettings } from './amqp';
import { mysqlSettings, postgresSettings } from './databases';
import { kafkaSettings } from './kafka';
import { mqttSettings } from './mqtt';
import { natsSettings } from './nats';
import { pulsarSettings } from './pulsar';
import { redisSettings } from './redis';
import { count, text, type Setting, type Settings } from './settings';
import { webhookSettings } from './webhook';

/** The two kinds of events, by their field. */
export type EventField = 'notifications' | 'audit';

/** Both fields. */
export const eventFields: readonly EventField[] = ['notifications', 'audit'];

/** What RustFS and the pod call each kind; the directories are RustFS's own defaults (server contract 1.7). */
const words = {
  notifications: { variable: 'RUSTFS_NOTIFY', volume: 'notify', queue: '/opt/rustfs/events' },
  audit: { variable: 'RUSTFS_AUDIT', volume: 'audit', queue: '/opt/rustfs/audit' },
} as const;

/** What the targets of one kind of events add to the pod. */
export function targetsWiring(field: EventField, spec: TargetsDraft | undefined): Wiring {
  const targets = spec?.targets ?? [];
  if (targets.length === 0) return wiring({});
  const settings = targets.flatMap((target) => settingsOf(field, target));
  const files = settings.flatMap(({ setting, directory }) => mountedFile(setting, directory));
  const { volumes, mounts } = filesVolume(filesFeature(field), files);
  const queue = queueVolume(field, spec);
  return {
    env: [
      { name: enablingVariable(field), value: 'true' },
      ...settings.flatMap(({ name, setting, directory }) => variable(field, name, setting, directory)),
    ],
    volumes: [...volumes, ...queue.volumes],
    mounts: [...mounts, ...queue.mounts],
  };
}

/** The variables that belong to the declared targets, set or not. */
export function targetVariables(field: EventField, spec: TargetsDraft | undefined): string[] {
  const targets = spec?.targets ?? [];
  if (targets.length === 0) return [];
  return [
    enablingVariable(field),
    ...targets.flatMap((target) => settingsOf(field, target)).map(({ name }) => name),
  ];
}

/** Where events of one kind wait that have no directory of their own. */
export function queueDirectory(field: EventField): string {
  return words[field].queue;
}

/** Whether the pod gets an emptyDir for events that wait. */
export function hasOwnQueue(spec: TargetsDraft | undefined): boolean {
  return queuedTogether(spec).length > 0;
}

function enablingVariable(field: EventField): string {
  return `${words[field].variable}_ENABLE`;
}

interface NamedSetting {
  /** The variable. */
  readonly name: string;
  readonly setting: Setting | undefined;
  /** The target's directory among the mounted files. */
  readonly directory: string;
}

/** Every setting of a target, with its variable: `RUSTFS_NOTIFY_KAFKA_TOPIC_PRIMARY`. */
function settingsOf(field: EventField, target: TargetDraft): NamedSetting[] {
  const { type, id } = target;
  if (type === undefined || id === undefined) return [];
  const settings: Settings = {
    ENABLE: text('on'),
    ...typeSettings(target),
    QUEUE_DIR: text(target.queueDir ?? words[field].queue),
    QUEUE_LIMIT: count(target.queueLimit),
  };
  return Object.entries(settings).map(([key, setting]) => ({
    name: [words[field].variable, type, key, id].join('_').toUpperCase(),
    setting,
    directory: `${type}/${id.toLowerCase()}`,
  }));
}

function typeSettings(target: TargetDraft): Settings {
  switch (target.type) {
    case 'webhook':
      return webhookSettings(target);
    case 'kafka':
      return kafkaSettings(target);
    case 'mqtt':
      return mqttSettings(target);
    case 'nats':
      return natsSettings(target);
    case 'amqp':
      return amqpSettings(target);
    case 'pulsar':
      return pulsarSettings(target);
    case 'redis':
      return redisSettings(target);
    case 'mysql':
      return mysqlSettings(target);
    case 'postgres':
      return postgresSettings(target);
    default:
      return {};
  }
}

/** The variable of a setting; none where it is not said, or only half. */
function variable(
  field: EventField,
  name: string,
  setting: Setting | undefined,
  directory: string,
): EnvVar[] {
  if (setting === undefined) return [];
  if (setting.kind === 'text') return setting.value === '' ? [] : [{ name, value: setting.value }];
  if (setting.kind === 'file') {
    return [{ name, value: filePath(filesFeature(field), `${directory}/${setting.file}`) }];
  }
  const { name: object, key } = setting.from;
  return object === undefined || key === undefined ? [] : [fromSecret(name, { name: object, key })];
}

function mountedFile(setting: Setting | undefined, directory: string): MountedFile[] {
  if (setting?.kind !== 'file') return [];
  const { file, from, name, key } = setting;
  return name === undefined || key === undefined ? [] : [{ path: `${directory}/${file}`, from, name, key }];
}

function filesFeature(field: EventField): string {
  return `${words[field].volume}-files`;
}

function queueVolume(field: EventField, spec: TargetsDraft | undefined): Pick<Wiring, 'volumes' | 'mounts'> {
  const targets = queuedTogether(spec).length;
  if (targets === 0) return { volumes: [], mounts: [] };
  const name = featureVolume(`${words[field].volume}-queue`);
  // 100000 events in files of one block each take about 400 MiB; an eviction would take a server away.
  const sizeLimit = spec?.queue?.sizeLimit ?? `${targets}Gi`;
  return {
    volumes: [{ name, emptyDir: { sizeLimit } }],
    mounts: [{ name, mountPath: words[field].queue }],
  };
}

function queuedTogether(spec: TargetsDraft | undefined): readonly TargetDraft[] {
  return (spec?.targets ?? []).filter(({ queueDir }) => queueDir === undefined);
}
