import type { OpenidProvider } from 'rustfs-constructs';
import { podSpec, variable } from '../support/composed';
import { acme } from '../support/specs';
import { told } from '../support/told';

const secret = { name: 'other', key: 'k' };
const ca = { kind: 'ConfigMap', name: 'bundle', key: 'trust.pem' } as const;

describe('Identity', () => {
  const provider: OpenidProvider = {
    id: 'keycloak',
    configUrl: 'https://login.example.com/a',
    clientId: 'rustfs',
  };

  test('ends the variables of a provider in its id as it stands, and those of the default in nothing', () => {
    const openid = [
      { ...provider, clientSecret: secret, scopes: ['openid', 'email'], redirectUriDynamic: false },
      { ...provider, id: 'default', hideFromUi: true },
    ];
    expect(told({ ...acme, identity: { openid } }, 'RUSTFS_IDENTITY_OPENID_')).toEqual([
      'ENABLE_keycloak=on',
      'CONFIG_URL_keycloak=https://login.example.com/a',
      'CLIENT_ID_keycloak=rustfs',
      'CLIENT_SECRET_keycloak<-other/k',
      'SCOPES_keycloak=openid,email',
      'REDIRECT_URI_DYNAMIC_keycloak=off',
      'ENABLE=on',
      'CONFIG_URL=https://login.example.com/a',
      'CLIENT_ID=rustfs',
      'HIDE_FROM_UI=on',
    ]);
  });

  test('says every key that RustFS knows', () => {
    const all: Required<OpenidProvider> = {
      ...provider,
      id: 'default',
      issuer: 'https://i.example.com',
      clientSecret: secret,
      scopes: ['openid'],
      otherAudiences: ['a', 'b'],
      redirectUri: 'https://r.example.com',
      redirectUriDynamic: true,
      claimName: 'c',
      claimPrefix: 'p',
      rolePolicy: 'readonly',
      displayName: 'd',
      groupsClaim: 'g',
      rolesClaim: 'r',
      emailClaim: 'e',
      usernameClaim: 'u',
      hideFromUi: false,
    };
    expect(told({ ...acme, identity: { openid: [all] } }, 'RUSTFS_IDENTITY_OPENID_')).toHaveLength(18);
  });

  test('names the console and the policy server', () => {
    const policyPlugin = { url: 'http://opa:8181/v1/data/allow', authToken: secret };
    const spec = { ...acme, identity: { browserRedirectUrl: 'https://console.example.com', policyPlugin } };
    expect(variable(spec, 'RUSTFS_BROWSER_REDIRECT_URL')?.value).toBe('https://console.example.com');
    expect(told(spec, 'RUSTFS_POLICY_PLUGIN_')).toEqual([
      'URL=http://opa:8181/v1/data/allow',
      'AUTH_TOKEN<-other/k',
    ]);
  });
});

describe('Further certificates to trust', () => {
  test('are mounted as a directory', () => {
    const spec = { ...acme, extraCa: ca };
    expect(variable(spec, 'RUSTFS_EXTRA_CA_CERT')?.value).toBe('/etc/rustfs/extra-ca/ca.crt');
    expect(podSpec(spec).volumes).toContainEqual({
      name: 'rustfs-extra-ca',
      projected: {
        sources: [{ configMap: { name: 'bundle', items: [{ key: 'trust.pem', path: 'ca.crt' }] } }],
      },
    });
  });
});
