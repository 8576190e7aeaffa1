import type { SecretKeyReference } from '../spec';

/** Who may log in beside the users of RustFS, and who decides what they may do. */
export interface IdentitySpec {
  /**
   * OpenID Connect providers.
   * @default - none
   */
  readonly openid?: readonly OpenidProvider[];

  /**
   * The address of the console as browsers see it. Logins through OpenID come back to it.
   * @default - what the browser's request says
   */
  readonly browserRedirectUrl?: string;

  /**
   * A policy server (Open Policy Agent) that decides about every request.
   * @default - RustFS's own policies decide
   */
  readonly policyPlugin?: PolicyPlugin;
}

/** An OpenID Connect provider. */
export interface OpenidProvider {
  /**
   * The provider's id, unique: lower-case letters, digits and `_`. Part of the address to which logins come back,
   * `/rustfs/admin/v3/oidc/callback/ID`.
   */
  readonly id: string;

  /** The issuer's address, below which RustFS finds `/.well-known/openid-configuration`. */
  readonly configUrl: string;

  /**
   * The issuer that tokens name, when it is not `configUrl`.
   * @default - as `configUrl`
   */
  readonly issuer?: string;

  /** The client as which RustFS is known to the provider. */
  readonly clientId: string;

  /**
   * The Secret key of the client's secret.
   * @default - none: a public client
   */
  readonly clientSecret?: SecretKeyReference;

  /**
   * What to ask the provider for; `openid` among it.
   * @default - openid, profile and email
   */
  readonly scopes?: readonly string[];

  /**
   * Further audiences of tokens to accept, beside the client.
   * @default - none
   */
  readonly otherAudiences?: readonly string[];

  /**
   * The address to which logins come back, exactly as the provider has it registered.
   * @default - from `browserRedirectUrl`
   */
  readonly redirectUri?: string;

  /**
   * Takes the address to which logins come back from the request's headers, where nothing else says it.
   * @default true
   */
  readonly redirectUriDynamic?: boolean;

  /**
   * The claim that names policies.
   * @default 'groups'
   */
  readonly claimName?: string;

  /**
   * A text before each value of the claim.
   * @default - none
   */
  readonly claimPrefix?: string;

  /**
   * One policy for everybody who logs in. For first tests only.
   * @default - as the claims say
   */
  readonly rolePolicy?: string;

  /**
   * What the login button says.
   * @default - the id
   */
  readonly displayName?: string;

  /**
   * The claim of groups, each the name of a policy.
   * @default 'groups'
   */
  readonly groupsClaim?: string;

  /**
   * The claim of roles, each the name of a policy.
   * @default - none
   */
  readonly rolesClaim?: string;

  /**
   * The claim of the e-mail address.
   * @default 'email'
   */
  readonly emailClaim?: string;

  /**
   * The claim of the user's name.
   * @default 'preferred_username'
   */
  readonly usernameClaim?: string;

  /**
   * Leaves the login button out.
   * @default false
   */
  readonly hideFromUi?: boolean;
}

/** A policy server that decides about every request. */
export interface PolicyPlugin {
  /** The address of the decision, such as `http://opa.policy:8181/v1/data/rustfs/authz/allow`. */
  readonly url: string;

  /**
   * The Secret key of a token for it.
   * @default - none
   */
  readonly authToken?: SecretKeyReference;
}
