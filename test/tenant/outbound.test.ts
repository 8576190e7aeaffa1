import type { TargetSpec, TenantSpec } from 'rustfs-constructs';
import { blockedReason } from '../../lib/tenant/blocked-address';
import { originOf } from '../../lib/tenant/outbound';
import { variable } from '../support/composed';
import { acme } from '../support/specs';

const endpoint = 'http://hooks.apps.svc:8080/events';

describe('What RustFS may reach', () => {
  test('is made from webhooks, providers and what is added, each once, sorted, with its port', () => {
    const webhook = (id: string, endpoint: string): TargetSpec => ({ type: 'webhook', id, endpoint });
    const spec: TenantSpec = {
      ...acme,
      identity: {
        openid: [{ id: 'a', configUrl: 'https://login.example.com/realms/a', clientId: 'c' }],
        policyPlugin: { url: 'http://opa.policy.svc:8181/allow' },
      },
      notifications: { targets: [webhook('a', endpoint), webhook('b', 'http://HOOKS.apps.svc.:8080/other')] },
      audit: { targets: [webhook('a', 'http://siem'), { type: 'redis', id: 'r', url: 'redis://cache' }] },
      outbound: { allowOrigins: ['https://keys.example.com:443/', 'http://[fd00::1]:8080'] },
    };
    expect(variable(spec, 'RUSTFS_OUTBOUND_ALLOW_ORIGINS')?.value?.split(',')).toEqual([
      'http://[fd00::1]:8080',
      'http://hooks.apps.svc:8080',
      'http://siem:80',
      'https://keys.example.com:443',
      'https://login.example.com:443',
    ]);
    expect(variable(acme, 'RUSTFS_OUTBOUND_ALLOW_ORIGINS')).toBeUndefined();
  });

  test.each([
    ['https://a.example.com', 'https://a.example.com:443'],
    ['http://a.example.com:80/x?y#z', 'http://a.example.com:80'],
    ['HTTP://A.Example.com.', 'http://a.example.com:80'],
    ['http://[0:0::1]', 'http://[::1]:80'],
    ['ftp://a', undefined],
    ['a', undefined],
  ])('the origin of %s is %s', (url, origin) => expect(originOf(url)).toBe(origin));

  test.each([
    'http://169.254.169.254/latest',
    'http://169.254.1.1',
    'http://2852039166',
    'http://0xa9fea9fe',
    'http://168.63.129.16',
    'http://100.100.100.200',
    'http://0.0.0.0',
    'http://[::]',
    'http://[fe80::1]',
    'http://[febf::1]',
    'http://[::ffff:169.254.169.254]',
    'http://[::169.254.169.254]',
    'http://[::ffff:0:169.254.169.254]',
    'http://[64:ff9b::169.254.169.254]',
    'http://[64:ff9b:1::1]',
    'http://[2002:a9fe:a9fe::1]',
    'http://[fd00:ec2::254]',
    'http://[fd20:ce::254]',
  ])('is never %s', (url) => expect(blockedReason(new URL(url).hostname)).toBeDefined());

  test.each([
    'http://hooks.apps.svc',
    'http://10.0.0.1',
    'http://127.0.0.1',
    'http://192.168.1.1',
    'http://[::1]',
    'http://[fd00::1]',
    'http://[2001:db8::1]',
    'http://[::ffff:10.0.0.1]',
    'http://169.254.example.com',
  ])('may be %s', (url) => expect(blockedReason(new URL(url).hostname)).toBeUndefined());
});
