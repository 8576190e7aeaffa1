import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { schemeOf, urlOf } from '../url';
import { count, list, secret, text, tlsFiles, tlsPolicy, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** Publishes events to a topic of an MQTT broker. */
export interface MqttTarget extends TargetBase {
  /** `mqtt`: MQTT. */
  readonly type: 'mqtt';

  /** The broker: `mqtt://` or `tcp://`, with TLS `mqtts://` or `ssl://`, over web sockets `ws://` or `wss://`. */
  readonly broker: string;

  /** The topic. */
  readonly topic: string;

  /**
   * How surely an event arrives: 1 at least once, 2 exactly once. Events wait in a queue, with which RustFS
   * refuses 0.
   * @default 1
   */
  readonly qos?: 1 | 2;

  /**
   * The user.
   * @default - none
   */
  readonly username?: string;

  /**
   * The Secret key of the password.
   * @default - none
   */
  readonly password?: SecretKeyReference;

  /**
   * Seconds between signs of life.
   * @default 30
   * @asType integer
   * @minimum 1
   */
  readonly keepAliveInterval?: number;

  /**
   * Seconds before a lost connection is tried again.
   * @default 5
   * @asType integer
   * @minimum 1
   */
  readonly reconnectInterval?: number;

  /**
   * Certificates; with TLS only.
   * @default - the system's
   */
  readonly tls?: MqttTls;

  /**
   * The paths that a web socket may have; with `ws://` and `wss://` only.
   * @default - `/` and `/mqtt`
   */
  readonly wsPathAllowlist?: readonly string[];
}

/** How an MQTT broker is reached by TLS. */
export interface MqttTls extends TargetTls {
  /**
   * Trusts the certificates of `ca` themselves, also those that are no authority's.
   * @default false
   */
  readonly trustLeafAsCa?: boolean;
}

/** The schemes of MQTT, those with TLS last. */
export const mqttSchemes = {
  plain: ['mqtt', 'tcp', 'ws'],
  secure: ['mqtts', 'ssl', 'tls', 'tcps', 'wss'],
} as const;

/** The settings of MQTT, by RustFS's keys. */
export function mqttSettings(target: Unfinished<MqttTarget>): Settings {
  const url = urlOf(target.broker ?? '');
  const isSecure = url !== undefined && mqttSchemes.secure.some((scheme) => scheme === schemeOf(url));
  return {
    BROKER: text(target.broker),
    TOPIC: text(target.topic),
    QOS: count(target.qos),
    USERNAME: text(target.username),
    PASSWORD: secret(target.password),
    KEEP_ALIVE_INTERVAL: count(target.keepAliveInterval),
    RECONNECT_INTERVAL: count(target.reconnectInterval),
    // RustFS takes no secure scheme without it (targets mqtt.rs).
    TLS_POLICY: isSecure ? tlsPolicy(target.tls) : undefined,
    ...tlsFiles(target.tls),
    TLS_TRUST_LEAF_AS_CA: toggle(target.tls?.trustLeafAsCa),
    WS_PATH_ALLOWLIST: list(target.wsPathAllowlist),
  };
}
