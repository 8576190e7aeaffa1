import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { count, secret, text, tlsFiles, tlsPolicy, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** Publishes events to a channel of Redis or Valkey. */
export interface RedisTarget extends TargetBase {
  /** `redis`: Redis. */
  readonly type: 'redis';

  /** The server: `redis://` or `valkey://`, with TLS `rediss://` or `valkeys://`. Without a user or password. */
  readonly url: string;

  /**
   * The channel.
   * @default - RustFS's own
   */
  readonly channel?: string;

  /**
   * The user, with `password`.
   * @default - none
   */
  readonly username?: string;

  /**
   * The Secret key of the user's password.
   * @default - none
   */
  readonly password?: SecretKeyReference;

  /**
   * Certificates; with TLS only.
   * @default - the system's
   */
  readonly tls?: RedisTls;

  /**
   * Seconds between signs of life.
   * @default 15
   * @asType integer
   * @minimum 1
   */
  readonly keepAliveInterval?: number;

  /**
   * Seconds to connect.
   * @default 5
   * @asType integer
   * @minimum 1
   */
  readonly connectionTimeout?: number;

  /**
   * Seconds to answer.
   * @default 5
   * @asType integer
   * @minimum 1
   */
  readonly responseTimeout?: number;

  /**
   * How often an event is tried.
   * @default 3
   * @asType integer
   * @minimum 1
   */
  readonly maxRetryAttempts?: number;

  /**
   * Milliseconds before the second try.
   * @default 100
   * @asType integer
   * @minimum 0
   */
  readonly minRetryDelay?: number;

  /**
   * Milliseconds between tries at most.
   * @default 2000
   * @asType integer
   * @minimum 0
   */
  readonly maxRetryDelay?: number;

  /**
   * How often a lost connection is tried.
   * @default 6
   * @asType integer
   * @minimum 0
   */
  readonly reconnectRetryAttempts?: number;

  /**
   * How many commands may be under way.
   * @default 50
   * @asType integer
   * @minimum 1
   */
  readonly pipelineBufferSize?: number;
}

/** How Redis is reached by TLS. */
export interface RedisTls extends TargetTls {
  /**
   * Trusts any certificate.
   * @default false
   */
  readonly allowInsecure?: boolean;
}

/** The settings of Redis, by RustFS's keys. */
export function redisSettings(target: Unfinished<RedisTarget>): Settings {
  return {
    URL: text(target.url),
    CHANNEL: text(target.channel),
    USERNAME: text(target.username),
    PASSWORD: secret(target.password),
    TLS_POLICY: target.tls && tlsPolicy(target.tls),
    ...tlsFiles(target.tls),
    TLS_ALLOW_INSECURE: toggle(target.tls?.allowInsecure),
    KEEP_ALIVE_INTERVAL: count(target.keepAliveInterval),
    CONNECTION_TIMEOUT: count(target.connectionTimeout),
    RESPONSE_TIMEOUT: count(target.responseTimeout),
    MAX_RETRY_ATTEMPTS: count(target.maxRetryAttempts),
    MIN_RETRY_DELAY: count(target.minRetryDelay),
    MAX_RETRY_DELAY: count(target.maxRetryDelay),
    RECONNECT_RETRY_ATTEMPTS: count(target.reconnectRetryAttempts),
    PIPELINE_BUFFER_SIZE: count(target.pipelineBufferSize),
  };
}
