import type { TargetDraft } from '../draft';
import { error, type Problem } from '../problem';
import { schemeOf, urlOf } from '../url';

type MqttDraft = Extract<TargetDraft, { readonly type?: 'mqtt' }>;

/** What RustFS takes when `wsPathAllowlist` is not said (targets mqtt.rs). */
const defaultPaths: readonly string[] = ['/', '/mqtt'];

/** What MQTT has beside other targets: paths of web sockets, and certificates that are no authority's. */
export function* mqttRules(path: string, target: MqttDraft): Iterable<Problem> {
  const url = urlOf(target.broker ?? '');
  if (url !== undefined) yield* brokerPath(path, target, url);
  for (const [i, allowed] of (target.wsPathAllowlist ?? []).entries()) {
    if (/^\/[^?#,]*$/.test(allowed)) continue;
    const message = `${JSON.stringify(allowed)} is no path of a web socket.`;
    const fix = 'Give a path from "/" on, without query.';
    yield error(`${path}.wsPathAllowlist[${i}]`, 'target-settings', message, fix);
  }
  if (target.tls?.trustLeafAsCa === true && target.tls.ca === undefined) {
    const message = 'trustLeafAsCa speaks of the certificates of ca, and there are none.';
    yield error(`${path}.tls.trustLeafAsCa`, 'target-tls', message, 'Add ca, or leave it out.');
  }
}

function* brokerPath(path: string, { wsPathAllowlist }: MqttDraft, url: URL): Iterable<Problem> {
  if (['ws', 'wss'].includes(schemeOf(url))) {
    const allowed = wsPathAllowlist ?? defaultPaths;
    if (allowed.includes(url.pathname)) return;
    const message = `The path ${JSON.stringify(url.pathname)} is none of those that RustFS takes: ${allowed.join(', ')}.`;
    yield error(`${path}.broker`, 'target-settings', message, 'Add it to wsPathAllowlist.');
    return;
  }
  if (wsPathAllowlist !== undefined) {
    const fix = 'Leave it out, or reach the broker by ws:// or wss://.';
    yield error(`${path}.wsPathAllowlist`, 'target-settings', 'Only web sockets have paths.', fix);
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    const message = 'The address has more than host and port, which RustFS takes of web sockets only.';
    yield error(`${path}.broker`, 'target-settings', message, 'Give scheme, host and port.');
  }
}
