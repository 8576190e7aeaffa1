import { isRecord } from '../is-record';
import { at, fieldsAt, isEmpty, listAt, textAt, type Fields } from './value';

/** A pod template with the API server's defaults. */
export function podTemplate(template: Fields): Fields {
  const { labels, annotations } = fieldsAt(template, 'metadata');
  const { serviceAccount: _alias, hostNetwork, hostPID, hostIPC, ...pod } = fieldsAt(template, 'spec');
  return {
    metadata: { labels, annotations },
    spec: {
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      terminationGracePeriodSeconds: 30,
      securityContext: {},
      ...pod,
      ...trueOnly({ hostNetwork, hostPID, hostIPC }),
      volumes: listAt(pod, 'volumes').map(volume),
      initContainers: listAt(pod, 'initContainers').map(container),
      containers: listAt(pod, 'containers').map(container),
    },
  };
}

function trueOnly(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value === true));
}

const modes: readonly string[] = ['secret', 'configMap', 'projected', 'downwardAPI'];

function volume(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, source]) => [
      key,
      modes.includes(key) && isRecord(source) ? { defaultMode: 420, ...source } : source,
    ]),
  );
}

/** A volume without the mode that the server gives to its files. */
export function withoutDefaultMode(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, source]) => {
      if (!modes.includes(key) || !isRecord(source) || source.defaultMode !== 420) return [key, source];
      const { defaultMode: _default, ...said } = source;
      return [key, said];
    }),
  );
}

function container(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) =>
    value[name] === undefined ? [] : [[name, probe(value[name])]],
  );
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: defaultPullPolicy(textAt(value, 'image') ?? ''),
    ...value,
    ports: listAt(value, 'ports').map((port) => (isRecord(port) ? { protocol: 'TCP', ...port } : port)),
    env: listAt(value, 'env').map(variable),
    volumeMounts: listAt(value, 'volumeMounts').map(mount),
    ...Object.fromEntries(probes),
  };
}

/** What Kubernetes takes for granted of a mount. */
const plainMount: Fields = {
  readOnly: false,
  mountPropagation: 'None',
  recursiveReadOnly: 'Disabled',
  subPath: '',
};

/** A mount without what goes without saying. */
export function mount(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key, said]) => said !== null && said !== plainMount[key]),
  );
}

/** When Kubernetes pulls an image by default. */
export function defaultPullPolicy(image: string): string {
  const tag = /:([^:/@]+)(@|$)/.exec(image)?.[1];
  const isFloating = tag === 'latest' || (tag === undefined && !image.includes('@'));
  return isFloating ? 'Always' : 'IfNotPresent';
}

function probe(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const httpGet = at(value, 'httpGet');
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...value,
    ...(isRecord(httpGet) && { httpGet: { scheme: 'HTTP', ...httpGet } }),
  };
}

/** A variable without what the server adds; an empty value is stored without the value. */
export function variable(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { value: text, valueFrom, ...rest } = value;
  const { apiVersion: _default, ...fieldRef } = fieldsAt(valueFrom, 'fieldRef');
  return {
    ...rest,
    ...(text !== undefined && text !== '' && { value: text }),
    ...(isRecord(valueFrom) && { valueFrom: isEmpty(fieldRef) ? valueFrom : { ...valueFrom, fieldRef } }),
  };
}
