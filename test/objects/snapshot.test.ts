import { composeTenant } from 'rustfs-constructs';
import { acme, asOperator, pool0, pool1 } from '../support/specs';

describe('Everything that is composed', () => {
  test('of one pool of four servers with four drives', () => {
    expect(composeTenant(acme)).toMatchSnapshot();
  });

  test('of two pools, as the operator composes them', () => {
    const small = { persistence: { volumesPerServer: 2 } };
    const pools = [
      { ...pool0, ...small },
      { ...pool1, servers: 2, ...small, nodeSelector: { disk: 'nvme' } },
    ];
    expect(composeTenant(asOperator({ ...acme, pools }))).toMatchSnapshot();
  });
});
