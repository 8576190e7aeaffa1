import type { TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';
import { hasCredentials, urlFinding } from '../url';
import { duplicates } from './duplicates';

/** OpenID Connect providers and the policy server (server contract 1.10). */
export function* identityRules(spec: TenantDraft): Iterable<Problem> {
  const { openid = [], browserRedirectUrl, policyPlugin } = spec.identity ?? {};
  const urls: [path: string, url: string | undefined][] = [
    ['browserRedirectUrl', browserRedirectUrl],
    ['policyPlugin.url', policyPlugin?.url],
    ...openid.flatMap(({ configUrl, issuer, redirectUri }, i): [string, string | undefined][] => [
      [`openid[${i}].configUrl`, configUrl],
      [`openid[${i}].issuer`, issuer],
      [`openid[${i}].redirectUri`, redirectUri],
    ]),
  ];
  for (const [path, url] of urls) yield* webAddress(`identity.${path}`, url);
  for (const [i, { id, scopes, configUrl }] of openid.entries()) {
    const path = `identity.openid[${i}]`;
    yield* providerId(`${path}.id`, id);
    yield* discovery(`${path}.configUrl`, configUrl);
    yield* requestedScopes(`${path}.scopes`, scopes);
  }
  for (const { position, first } of duplicates(openid.map(({ id }) => id))) {
    yield error(
      `identity.openid[${position}].id`,
      'integration-id',
      `identity.openid[${first}] has the same id; both would be the same variables.`,
      'Give every provider an id of its own.',
    );
  }
  yield* session(spec);
}

function* webAddress(path: string, url: string | undefined): Iterable<Problem> {
  if (url === undefined) return;
  if (hasCredentials(url)) {
    const message = `"${path}" has a user or password in it, for everybody who reads the manifest.`;
    yield error(path, 'credentials-literal', message, 'Take them out of the address.');
    return;
  }
  const finding = urlFinding(url, ['https', 'http']);
  if (finding === undefined) return;
  yield error(path, 'url', `"${path}" ${finding}.`, 'Give the whole address, such as https://example.com.');
}

/** RustFS takes the end of the variables for the id, as it stands (iam oidc.rs). */
function* providerId(path: string, id: string | undefined): Iterable<Problem> {
  if (id === undefined || /^[a-z0-9]([a-z0-9_]*[a-z0-9])?$/.test(id)) return;
  yield error(
    path,
    'integration-id',
    `${JSON.stringify(id)} cannot name a provider: the id is the end of its variables and of its callback address.`,
    'Use lower-case letters, digits and "_", with a letter or digit at both ends.',
  );
}

/** RustFS finds the configuration below the issuer itself, and refuses another well-known path. */
function* discovery(path: string, url: string | undefined): Iterable<Problem> {
  const [, wellKnown] = /\/\.well-known\/(.*)$/.exec(url ?? '') ?? [];
  if (wellKnown === undefined || wellKnown === 'openid-configuration') return;
  const message = `"${path}" has another path below .well-known than that of OpenID Connect; RustFS refuses it.`;
  yield error(path, 'url', message, "Give the issuer's address without .well-known.");
}

function* requestedScopes(path: string, scopes: readonly string[] | undefined): Iterable<Problem> {
  if (scopes === undefined || scopes.includes('openid')) return;
  const message = 'Without the scope "openid" a provider gives no ID token, and nobody can log in.';
  yield error(path, 'openid-scopes', message, 'Add openid.');
}

/** A login that began on one server has to end there: its state lies in that server's memory (server contract 12). */
function* session(spec: TenantDraft): Iterable<Problem> {
  const servers = (spec.pools ?? []).reduce((sum, pool) => sum + (pool.servers ?? 1), 0);
  const isSticky = spec.services?.console?.sessionAffinity === 'ClientIP';
  if ((spec.identity?.openid ?? []).length === 0 || servers < 2 || isSticky) return;
  yield warning(
    'services.console.sessionAffinity',
    'openid-session',
    'Logins through OpenID begin and end on the same server, and nothing keeps a browser on one.',
    'Say services.console.sessionAffinity: ClientIP; a proxy before it has to do the same.',
  );
}
