import type { EnvVar } from 'kubernetes-types/core/v1';
import type { Unfinished, IdentityDraft } from '../draft';
import { fromSecret, textVariable } from '../variables';
import { wiring, type Wiring } from '../wiring';
import type { OpenidProvider } from './spec';

/** What identity adds to the pod. */
export function identityWiring(identity: IdentityDraft = {}): Wiring {
  const { openid = [], browserRedirectUrl, policyPlugin } = identity;
  return wiring({
    env: [
      ...textVariable('RUSTFS_BROWSER_REDIRECT_URL', browserRedirectUrl),
      ...openid.flatMap((provider) =>
        providerVariables(provider).flatMap(({ name, value }) => asVariable(name, value)),
      ),
      ...textVariable('RUSTFS_POLICY_PLUGIN_URL', policyPlugin?.url),
      ...asVariable('RUSTFS_POLICY_PLUGIN_AUTH_TOKEN', policyPlugin?.authToken),
    ],
  });
}

/** The variables that belong to the declared identity, set or not. */
export function identityVariables({
  openid = [],
  policyPlugin,
  browserRedirectUrl,
}: IdentityDraft = {}): string[] {
  return [
    ...(browserRedirectUrl === undefined ? [] : ['RUSTFS_BROWSER_REDIRECT_URL']),
    ...openid.flatMap((provider) => providerVariables(provider).map(({ name }) => name)),
    ...(policyPlugin === undefined ? [] : ['RUSTFS_POLICY_PLUGIN_URL', 'RUSTFS_POLICY_PLUGIN_AUTH_TOKEN']),
  ];
}

type Value =
  string | readonly string[] | boolean | Unfinished<Required<OpenidProvider>['clientSecret']> | undefined;

/**
 * Every variable of a provider. RustFS takes the suffix as it stands for the provider's id, and a provider without
 * one for `default` (iam oidc.rs).
 */
function providerVariables(provider: Unfinished<OpenidProvider>): { name: string; value: Value }[] {
  const values: Readonly<Record<string, Value>> = {
    ENABLE: true,
    CONFIG_URL: provider.configUrl,
    ISSUER: provider.issuer,
    CLIENT_ID: provider.clientId,
    CLIENT_SECRET: provider.clientSecret,
    SCOPES: provider.scopes,
    OTHER_AUDIENCES: provider.otherAudiences,
    REDIRECT_URI: provider.redirectUri,
    REDIRECT_URI_DYNAMIC: provider.redirectUriDynamic,
    CLAIM_NAME: provider.claimName,
    CLAIM_PREFIX: provider.claimPrefix,
    ROLE_POLICY: provider.rolePolicy,
    DISPLAY_NAME: provider.displayName,
    GROUPS_CLAIM: provider.groupsClaim,
    ROLES_CLAIM: provider.rolesClaim,
    EMAIL_CLAIM: provider.emailClaim,
    USERNAME_CLAIM: provider.usernameClaim,
    HIDE_FROM_UI: provider.hideFromUi,
  };
  const suffix = provider.id === undefined || provider.id === 'default' ? '' : `_${provider.id}`;
  return Object.entries(values).map(([key, value]) => ({
    name: `RUSTFS_IDENTITY_OPENID_${key}${suffix}`,
    value,
  }));
}

function asVariable(name: string, value: Value): EnvVar[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return textVariable(name, value);
  if (typeof value === 'boolean') return [{ name, value: value ? 'on' : 'off' }];
  if ('key' in value) {
    const { name: object, key } = value;
    return object === undefined || key === undefined ? [] : [fromSecret(name, { name: object, key })];
  }
  return Array.isArray(value) ? textVariable(name, value.join(',')) : [];
}
