import type { TenantDraft } from './draft';
import { schemeOf, urlOf } from './url';
import { wiring, type Wiring } from './wiring';

/** What RustFS may reach beside what the declaration names. */
export interface OutboundSpec {
  /**
   * Further origins that RustFS may reach although they are in the cluster or a private network, each as
   * `scheme://host:port`: the JWKS or token endpoints of an OpenID provider on another host, object lambda
   * functions. Those of webhooks and providers are on the list already.
   * @default - none
   */
  readonly allowOrigins?: readonly string[];
}

/** The list of origins that may lead to private addresses (server contract 1.7). */
export const outboundVariable = 'RUSTFS_OUTBOUND_ALLOW_ORIGINS';

/** The addresses in a declaration that RustFS's outbound policy watches, with their paths (utils egress.rs). */
export function watchedUrls(spec: TenantDraft): { readonly path: string; readonly url: string }[] {
  const providers = (spec.identity?.openid ?? []).map(({ configUrl }, i) => ({
    path: `identity.openid[${i}].configUrl`,
    url: configUrl,
  }));
  const webhooks = (['notifications', 'audit'] as const).flatMap((field) =>
    (spec[field]?.targets ?? []).map((target, i) => ({
      path: `${field}.targets[${i}].endpoint`,
      url: target.type === 'webhook' ? target.endpoint : undefined,
    })),
  );
  return [...providers, ...webhooks].flatMap(({ path, url }) => (url === undefined ? [] : [{ path, url }]));
}

/** The origin of an http address as RustFS compares it: `scheme://host:port`, the port always said. */
export function originOf(text: string): string | undefined {
  const url = urlOf(text);
  if (url === undefined || !['http', 'https'].includes(schemeOf(url))) return undefined;
  const port = url.port === '' ? defaultPorts[schemeOf(url)] : url.port;
  // A final dot is the same host (utils egress.rs).
  return `${schemeOf(url)}://${url.hostname.replace(/\.+$/, '')}:${port ?? ''}`;
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** All origins that a declaration lets RustFS reach, sorted, each once. */
export function allowedOrigins(spec: TenantDraft): string[] {
  const urls = [...watchedUrls(spec).map(({ url }) => url), ...(spec.outbound?.allowOrigins ?? [])];
  const origins = urls.flatMap((url) => originOf(url) ?? []);
  return [...new Set(origins)].sort();
}

/** What the list adds to the pod. Without an entry RustFS blocks whatever resolves to an address of the cluster. */
export function outboundWiring(spec: TenantDraft): Wiring {
  const origins = allowedOrigins(spec);
  return wiring({ env: origins.length === 0 ? [] : [{ name: outboundVariable, value: origins.join(',') }] });
}
