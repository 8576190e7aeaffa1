import { policyHash } from '../../scripts/page';
import { layoutHtml } from '../../lib/report/layout-html';
import { present } from '../support/composed';
import { fortyServers, threeZones, twoShapes, unplaced } from './layouts';

const page = layoutHtml(threeZones);

describe('the page of a layout', () => {
  test.each(Object.entries({ threeZones, fortyServers, twoShapes, unplaced }))(
    'refers to nothing outside itself: %s',
    (_, layout) => {
      // Two slashes are ordinary letters in a hash.
      const html = layoutHtml(layout).replaceAll(/sha256-[\w+/]+/g, '');
      expect(html).not.toMatch(/https?:|\/\/|<link|<img|\bsrc=|@import|url\(/);
    },
  );

  test('is always the same for the same layout', () => {
    expect(layoutHtml(structuredClone(threeZones))).toBe(page);
  });

  test('lets in its own script and style by hash, and nothing else', () => {
    const policy = present(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]);
    const [script, style] = [between('<script>', '</script>'), between('<style>', '</style>')];
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${policyHash(script)}'`,
      `style-src '${policyHash(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('has no inline handlers or styles, which its policy would refuse', () => {
    expect(markupOnly()).not.toMatch(/\son\w+=|\sstyle=|javascript:/);
  });

  test('escapes what a declaration says, in its text and in its data', () => {
    const [pool] = threeZones.pools;
    const nasty = `</script><script>alert("&")</script>`;
    const html = layoutHtml({ ...threeZones, tenant: nasty, pools: [{ ...present(pool), name: nasty }] });
    expect(html).not.toContain('<script>alert');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).toContain('<h1>&lt;/script&gt;&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</h1>');
    expect(html).toContain(String.raw`"name":"\u003c/script>\u003cscript>alert(\"&\")\u003c/script>"`);
  });

  test('says what is certain about the placement, and on which object it rests', () => {
    expect(page).toContain('<code>acme-pool-0</code> says where the servers may run');
    expect(page.match(/<b class="badge certain">certain<\/b>/g)).toHaveLength(2);
    expect(page).toContain('<code>topologySpreadConstraint, DoNotSchedule, minDomains 3</code>');
  });

  test('says so where nothing is certain, and what that comes to', () => {
    const html = layoutHtml(unplaced);
    expect(html).toContain('<b class="badge hoped">nothing</b><span>All servers may run on one node.</span>');
    expect(html).toMatch(/<dt>one node off<\/dt>\n<dd data-state="lost">/);
  });

  test('has a button for every drive, server and failure domain, none of them pressed', () => {
    expect(page.match(/<button [^>]*aria-pressed="false"/g)).toHaveLength(24 + 6 + 3);
  });
});

function between(start: string, end: string): string {
  const from = page.indexOf(start) + start.length;
  return page.slice(from, page.indexOf(end, from));
}

function markupOnly(): string {
  return page.replace(/<script[^]*?<\/script>|<style[^]*?<\/style>/g, '');
}
