import type { Container, EnvVar, Probe } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import type { ProbeTimings } from '../tenant/probes';
import type { Pool, Tenant } from '../tenant/tenant';
import { consolePort, s3Port } from '../tenant/volumes';

/** The one container of a server. Its name and place are fixed: the operator compares by them (contract 2.4). */
export function container({ container: server }: Tenant, pool: Pool): Container {
  return {
    name: 'rustfs',
    image: server.image,
    ...defined({
      imagePullPolicy: server.imagePullPolicy,
      command: server.command && [...server.command],
      lifecycle: server.lifecycle,
      resources: pool.resources,
    }),
    env: server.env.map((variable): EnvVar => ({ ...variable })),
    ports: [
      { name: 'http', containerPort: s3Port, protocol: 'TCP' },
      { name: 'console', containerPort: consolePort, protocol: 'TCP' },
    ],
    volumeMounts: [
      ...pool.drives.map(({ claimName, mountPath }) => ({ name: claimName, mountPath })),
      ...server.mounts,
    ],
    livenessProbe: probe('/health', server.probes.liveness),
    readinessProbe: probe('/health/ready', server.probes.readiness),
    startupProbe: probe('/health', server.probes.startup),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: pool.security.container,
  };
}

function probe(path: string, timings: ProbeTimings): Probe {
  return { httpGet: { path, port: s3Port, scheme: 'HTTP' }, ...timings };
}
