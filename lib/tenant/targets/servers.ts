import type { TargetDraft } from '../draft';
import { mqttSchemes } from './mqtt';

/** The address of a target's server, and what its scheme may be and mean. */
export interface TargetServer {
  /** The field. */
  readonly field: string;
  readonly url: string | undefined;
  /** Schemes without TLS. */
  readonly plain: readonly string[];
  /** Schemes with TLS. */
  readonly secure: readonly string[];
}

/** The server of a target; undefined where a Secret holds the address, or a list of hosts is it. */
export function targetServer(target: TargetDraft): TargetServer | undefined {
  switch (target.type) {
    case 'webhook':
      return { field: 'endpoint', url: target.endpoint, plain: ['http'], secure: ['https'] };
    case 'mqtt':
      return { field: 'broker', url: target.broker, ...mqttSchemes };
    case 'nats':
      return { field: 'address', url: target.address, plain: ['nats', 'ws'], secure: ['tls', 'wss'] };
    case 'amqp':
      return { field: 'url', url: target.url, plain: ['amqp'], secure: ['amqps'] };
    case 'pulsar':
      return { field: 'broker', url: target.broker, plain: ['pulsar'], secure: ['pulsar+ssl'] };
    case 'redis':
      return { field: 'url', url: target.url, plain: ['redis', 'valkey'], secure: ['rediss', 'valkeys'] };
    default:
      return undefined;
  }
}
