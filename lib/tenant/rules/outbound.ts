import { blockedReason } from '../blocked-address';
import type { TenantDraft } from '../draft';
import { originOf, outboundVariable, watchedUrls } from '../outbound';
import { error, type Problem } from '../problem';
import { hasCredentials, urlOf } from '../url';

/** What RustFS may reach, and what it never does (server contract 1.7). */
export function* outboundRules(spec: TenantDraft): Iterable<Problem> {
  const origins = (spec.outbound?.allowOrigins ?? []).map((url, i) => ({
    path: `outbound.allowOrigins[${i}]`,
    url,
  }));
  for (const { path, url } of origins) yield* origin(path, url);
  for (const { path, url } of [...watchedUrls(spec), ...origins]) yield* blocked(path, url);
}

/** One malformed entry, and RustFS allows none of the list. */
function* origin(path: string, text: string): Iterable<Problem> {
  const url = urlOf(text);
  const isOrigin =
    url !== undefined &&
    originOf(text) !== undefined &&
    !hasCredentials(text) &&
    url.pathname === '/' &&
    !/[?#,]/.test(text);
  if (isOrigin) return;
  yield error(
    path,
    'outbound-origin',
    // Not repeated: there may be a password in it.
    `"${path}" is not an origin; with one such entry RustFS allows none of the list.`,
    'Give scheme, host and port only, such as http://hooks.apps.svc:8080.',
  );
}

function* blocked(path: string, text: string): Iterable<Problem> {
  const host = urlOf(text)?.hostname;
  const reason = host === undefined ? undefined : blockedReason(host);
  if (host === undefined || reason === undefined) return;
  yield error(
    path,
    'outbound-blocked',
    `"${host}" ${reason}. RustFS never connects there, whatever ${outboundVariable} says.`,
    'Use another address of the server, such as the name of its Service.',
  );
}
