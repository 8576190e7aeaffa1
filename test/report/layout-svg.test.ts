import type { TenantLayout } from 'rustfs-constructs';
import { layoutSvg } from '../../lib/report/layout-svg';
import { fortyServers, threeZones, twoShapes, unplaced } from './layouts';
import { unbalancedTags } from './markup-balance';

const all = { threeZones, fortyServers, twoShapes, unplaced };

describe('the picture of a layout', () => {
  test('is a small self-contained SVG', () => {
    expect(layoutSvg(unplaced)).toMatchSnapshot();
  });

  test.each(Object.entries(all))('is well-formed and names nothing outside: %s', (_, layout) => {
    const svg = layoutSvg(layout);
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|<script|<style|href|@import/,
    );
  });

  test('is always the same for the same layout', () => {
    expect(layoutSvg(threeZones)).toBe(layoutSvg(structuredClone(threeZones)));
  });

  test.each(Object.entries(all))('numbers every drive with its set: %s', (_, layout) => {
    const drives = layout.pools.reduce((sum, pool) => sum + pool.servers * pool.drivesPerServer, 0);
    const numbers = cellNumbers(layout);
    expect(numbers).toHaveLength(drives);
    const sets = new Set(layout.pools.flatMap((pool) => Array.from({ length: pool.sets }, (_, set) => set)));
    expect(new Set(numbers)).toEqual(sets);
  });

  test('says at the end of a row and over a group how many shards of each set stand there', () => {
    const svg = layoutSvg(threeZones);
    expect(svg.match(/>set 0: 2, set 1: 2</g)).toHaveLength(6);
    expect(svg.match(/>zone \d: set 0: 4, set 1: 4</g)).toHaveLength(3);
    expect(layoutSvg(fortyServers)).toContain('>1 of each of 16 sets<');
  });

  test('sets apart by texture what shares a colour', () => {
    expect(layoutSvg(threeZones)).not.toContain('url(#texture');
    const svg = layoutSvg(fortyServers);
    for (const texture of ['rising', 'falling', 'level', 'upright', 'dotted']) {
      expect(svg).toContain(`<pattern id="texture-${texture}"`);
      expect(svg).toContain(`fill="url(#texture-${texture})"`);
    }
  });

  test('has a title and a description for those who do not see it', () => {
    const svg = layoutSvg(threeZones);
    expect(svg).toContain('role="img" aria-labelledby="layout-title layout-description"');
    expect(svg).toContain('<title id="layout-title">Erasure layout of the tenant storage/acme</title>');
    expect(svg).toMatch(/<desc id="layout-description">1 pool, 16 TiB usable of 24 TiB\. Pool pool-0\./);
  });

  test('escapes what a declaration says', () => {
    const svg = layoutSvg({ ...unplaced, tenant: `<a href="x">&'</a>` });
    expect(svg).not.toContain('<a ');
    expect(svg).toContain('&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;');
    expect(unbalancedTags(svg)).toEqual([]);
  });
});

function cellNumbers(layout: TenantLayout): number[] {
  return [...layoutSvg(layout).matchAll(/paint-order="stroke">(\d+)</g)].map(([, number]) => Number(number));
}
