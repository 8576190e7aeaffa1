import type { Container, Probe } from 'kubernetes-types/core/v1';
import { definedAs } from '../defined';
import type { Listener, Pool, Tenant } from '../tenant/tenant';
import { consolePort, s3Port } from '../tenant/volumes';

/** The one container of a server. Its name and place are fixed: the operator compares by them (contract 2.4). */
export function container({ container: server, listener }: Tenant, pool: Pool): Container {
  return definedAs<Container>({
    name: 'rustfs',
    image: server.image,
    imagePullPolicy: server.imagePullPolicy,
    command: server.command && [...server.command],
    lifecycle: server.lifecycle,
    resources: pool.resources,
    env: [...server.env],
    ports: [
      { name: 'http', containerPort: s3Port, protocol: 'TCP' },
      { name: 'console', containerPort: consolePort, protocol: 'TCP' },
    ],
    volumeMounts: [
      ...pool.drives.map(({ claimName, mountPath }) => ({ name: claimName, mountPath })),
      ...server.mounts,
    ],
    livenessProbe: { ...aliveHandler(listener), ...server.probes.liveness },
    readinessProbe: { ...readyHandler(listener), ...server.probes.readiness },
    startupProbe: { ...aliveHandler(listener), ...server.probes.startup },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: pool.security.container,
  });
}

/** `/health` answers whenever RustFS listens, so where the kubelet has no certificate, a connection says as much. */
function aliveHandler(listener: Listener): Probe {
  return listener.clientFiles === undefined ? httpGet('/health', listener) : { tcpSocket: { port: s3Port } };
}

/** The kubelet shows no certificate; curl, which both images have, shows the servers' own. */
function readyHandler(listener: Listener): Probe {
  const path = '/health/ready';
  if (listener.clientFiles === undefined) return httpGet(path, listener);
  const { certificate, key } = listener.clientFiles;
  // Like the kubelet it does not verify the server, whom it knows: it runs beside it.
  const url = `https://127.0.0.1:${s3Port}${path}`;
  const command = ['curl', '--silent', '--fail', '--insecure', '--cert', certificate, '--key', key, url];
  return { exec: { command } };
}

function httpGet(path: string, { scheme }: Listener): Probe {
  return { httpGet: { path, port: s3Port, scheme: scheme === 'https' ? 'HTTPS' : 'HTTP' } };
}
