import {
  dataClaimName,
  dnsLabel,
  dnsSubdomain,
  normalClusterDomain,
  statefulSetName,
  tenantNames,
} from '../../lib/tenant/names';

describe('Names', () => {
  test('of the objects derive from the name of the tenant', () => {
    expect(tenantNames({ name: 'acme' })).toEqual({
      serviceAccount: 'acme-sa',
      headlessService: 'acme-hl',
      ioService: 'acme-io',
      consoleService: 'acme-console',
      developmentSecret: 'acme-development-credentials',
    });
  });

  test('of StatefulSets join tenant and pool', () => {
    expect(statefulSetName('acme', { name: 'pool-0' })).toBe('acme-pool-0');
  });

  test('of claims are the number of the drive', () => {
    expect(dataClaimName(12)).toBe('vol-12');
  });
});

describe('A DNS label', () => {
  test.each([
    ['a', true],
    ['0', true],
    ['a-b--c', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['', false],
    ['-a', false],
    ['a-', false],
    ['A', false],
    ['a.b', false],
    ['a\n', false],
  ])('may it be %j? %s', (name, expected) => {
    expect(dnsLabel.test(name)).toBe(expected);
  });
});

describe('A DNS subdomain', () => {
  test.each([
    ['a.b-c.0', true],
    ['a', true],
    ['a..b', false],
    ['.a', false],
    ['a.', false],
    ['a.-b', false],
    ['a_b', false],
    ['', false],
  ])('may it be %j? %s', (name, expected) => {
    expect(dnsSubdomain.test(name)).toBe(expected);
  });
});

describe('The cluster domain', () => {
  test.each([
    ['cluster.local', 'cluster.local'],
    ['cluster.local.', 'cluster.local'],
    ['K8s.Example.COM', 'k8s.example.com'],
    ['a..', 'a.'],
  ])('%j is written %j', (domain, expected) => {
    expect(normalClusterDomain(domain)).toBe(expected);
  });
});
