import { layoutText } from 'rustfs-constructs';
import { threeZones, twoShapes } from './layouts';

describe('the text report of a layout', () => {
  test('shows a pool by failure domain, with what its placement guarantees', () => {
    expect(layoutText(threeZones)).toMatchSnapshot();
  });

  test('shows every pool of a tenant', () => {
    expect(layoutText(twoShapes)).toMatchSnapshot();
  });
});
