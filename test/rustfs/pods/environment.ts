import type { Container, EnvVar, EnvVarSource } from 'kubernetes-types/core/v1';

/** Secrets of a namespace, by name and key. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a kubelet knows of a pod when it makes the environment of a container. */
export interface PodFacts {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly secrets: Secrets;
}

/** The variables of the API server's Service, which every container has, whatever its spec says. */
const ofKubernetes = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };

/**
 * The environment of a container, as a kubelet makes it (kubelet_pods.go, makeEnvironmentVariables): in order, with
 * references to what stands before.
 *
 * @throws where the pod would not start: what it names is not there.
 */
export function environmentOf(container: Container, pod: PodFacts): Record<string, string> {
  if ((container.envFrom ?? []).length > 0) throw new Error('envFrom is not played here.');
  const made: Record<string, string> = { ...ofKubernetes };
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, made, pod);
    if (value !== undefined) made[variable.name] = value;
  }
  return made;
}

function valueOf(
  { name, value, valueFrom }: EnvVar,
  made: Readonly<Record<string, string>>,
  pod: PodFacts,
): string | undefined {
  return valueFrom === undefined ? expanded(value ?? '', made) : valueFromSource(name, valueFrom, pod);
}

/** `$(NAME)` is the variable where there is one, and stays where there is none; `$$` is `$` (forked/golang/expansion). */
function expanded(text: string, made: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole: string, name: string | undefined) =>
    name === undefined ? '$' : (made[name] ?? whole),
  );
}

function valueFromSource(variable: string, source: EnvVarSource, pod: PodFacts): string | undefined {
  const { fieldRef, secretKeyRef } = source;
  if (secretKeyRef !== undefined) {
    const { name = '', key, optional = false } = secretKeyRef;
    const value = pod.secrets[name]?.[key];
    if (value === undefined && !optional) throw new Error(`${variable}: no key ${key} in a Secret ${name}.`);
    return value;
  }
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': pod.name,
    'metadata.namespace': pod.namespace,
    'status.podIP': pod.address,
  };
  const value = fieldRef === undefined ? undefined : fields[fieldRef.fieldPath];
  if (value === undefined) throw new Error(`${variable}: its source is not played here.`);
  return value;
}
