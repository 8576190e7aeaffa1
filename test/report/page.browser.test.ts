import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { TenantLayout } from 'rustfs-constructs';
import { setState, type SetState } from '../../lib/erasure';
import { layoutHtml } from '../../lib/report/layout-html';
import { layoutSvg } from '../../lib/report/layout-svg';
import { lackText, leftText, stateName } from '../../lib/report/state-words';
import { present } from '../support/composed';
import { fortyServers, sixteenServers, threeZones, twoShapes, unplaced } from './layouts';

const browserPath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium'].find((path) => existsSync(path));
const describeInBrowser = browserPath === undefined ? describe.skip : describe;
const skipped = browserPath === undefined ? ' (skipped: no /usr/bin/chromium, and CHROMIUM names none)' : '';

const arguments_ = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For a start of the browser, a page to open, a button to be there: nothing is measured, and a busy machine is slow. */
const patience = 90_000;

const pool = present(threeZones.pools[0]);

describeInBrowser(`the page in a browser${skipped}`, () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  /** What a page must never do: speak of errors, or ask for anything. */
  let complaints: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'layout-page-'));
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: arguments_,
      timeout: patience,
    });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    complaints = [];
    await open(threeZones);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  test('opens from disk with everything on', async () => {
    expect(await summary()).toBe('Nothing is off. Both sets are readable and writable.');
    expect(await setTexts()).toEqual(expected([12, 6], [12, 6]));
    expect(await page.getByRole('gridcell').count()).toBe(6 * 5);
  });

  test('a server that is switched off takes its shards and its voice', async () => {
    await press('server 3');
    expect(await summary()).toBe('Off: 1 server. Both sets are readable and writable.');
    expect(await setTexts()).toEqual(expected([10, 5], [10, 5]));
    expect(await pressed()).toEqual([
      'Switch off server 3',
      ...[0, 1, 2, 3].map((drive) => `Switch off drive ${drive} of server 3, set ${Math.floor(drive / 2)}`),
    ]);
    expect(await page.getByRole('button', { name: 'zone 1' }).getAttribute('aria-pressed')).toBe('mixed');
    await press('server 3');
    expect(await setTexts()).toEqual(expected([12, 6], [12, 6]));
  });

  test('a failure domain takes all its servers, and gives them back', async () => {
    await press('zone 1');
    expect(await setTexts()).toEqual(expected([8, 4], [8, 4]));
    await press('server 1');
    expect(await setTexts()).toEqual(expected([6, 3], [6, 3]));
    expect(await summary()).toBe(`${stopped('The bucket gate is')}\nOff: 3 servers. Both sets are lost.`);
    await press('zone 1');
    expect(await setTexts()).toEqual(expected([10, 5], [10, 5]));
  });

  test('a drive takes one shard, and its server goes on answering for locks', async () => {
    await press('zone 2');
    await press('drive 2 of server 0, set 1');
    await press('drive 2 of server 3, set 1');
    expect(await setTexts()).toEqual(expected([8, 4], [6, 4]));
    expect(await summary()).toBe(
      'Off: 2 servers and 2 drives. Of 2 sets 1 is readable and writable and 1 is lost (set 1). No bucket can be listed.',
    );
  });

  test('a drive of a server that is off cannot be switched', async () => {
    await press('server 0');
    const drive = page.getByRole('button', { name: 'drive 0 of server 0' });
    expect(await drive.getAttribute('aria-disabled')).toBe('true');
    await drive.click({ force: true });
    expect(await setTexts()).toEqual(expected([10, 5], [10, 5]));
    await press('server 0');
    expect(await drive.getAttribute('aria-disabled')).toBeNull();
  });

  test('a set that can be read and not be written says what it lacks', async () => {
    await open({ ...threeZones, pools: [{ ...pool, writeQuorum: 9 }] });
    await press('zone 1');
    const text = 'write-blocked 8 of 12 shards, 4 of 6 servers writing needs 9 shards';
    expect(await setTexts()).toEqual([`Set 0: ${text}`, `Set 1: ${text}`]);
    expect(await summary()).toBe('Off: 2 servers. Both sets are write-blocked. No bucket can be listed.');
    expect(await page.locator('.summary .icon use').getAttribute('href')).toBe('#icon-write-blocked');
  });

  test('a set whose servers cannot agree on a lock is unavailable, not lost', async () => {
    await open({
      ...threeZones,
      pools: [{ ...pool, readQuorum: 4, bucketQuorum: { servers: 2, drives: 3 } }],
    });
    await press('zone 1');
    await press('zone 2');
    const text =
      'unavailable 4 of 12 shards, 2 of 6 servers nothing is lost: waits for the lock gate of set 0';
    expect(await setTexts()).toEqual([`Set 0: ${text}`, `Set 1: ${text}`]);
    expect(await page.locator('.summary .icon use').getAttribute('href')).toBe('#icon-unavailable');
  });

  test('half of the servers shut the bucket gate: nothing is lost, and nothing is read', async () => {
    await open(unplaced);
    expect(await gate()).toBe('Bucket gate open: 4 of 4 servers answer for a bucket; it takes 3.');
    await press('server 0');
    expect(await summary()).toBe('Off: 1 server. The only set is readable and writable.');
    await press('server 1');
    expect(await summary()).toBe(
      `${stopped('The bucket gate is')}\nOff: 2 servers. The only set is unavailable.`,
    );
    expect(await gate()).toBe(
      'Bucket gate shut: 2 of 4 servers answer for a bucket; it takes 3. Nothing of the tenant is read, written or listed.',
    );
    expect(await setTexts()).toEqual([
      'Set 0: unavailable 2 of 4 shards, 2 of 4 servers nothing is lost: waits for the bucket gate',
    ]);
    expect(await page.locator('.summary .icon use').getAttribute('href')).toBe('#icon-unavailable');
    await press('server 1');
    expect(await gate()).toBe('Bucket gate open: 3 of 4 servers answer for a bucket; it takes 3.');
  });

  test('half of the first set stops every deletion, of what is in other sets as well', async () => {
    await open(fortyServers);
    for (const server of [0, 1, 2, 3]) await press(`server ${server}`);
    expect(await summary()).not.toContain('deleted');
    await press('server 4');
    expect(await summary()).toContain(
      'No object of the tenant can be deleted: that takes more than half of the servers of set 0.\nOff: 5 servers.',
    );
  });

  test('drives that silence servers shut the bucket gate of every pool', async () => {
    await open(twoShapes);
    for (const server of [0, 1]) {
      for (const drive of [0, 1]) await press(`drive ${drive} of server ${server}, set 0`, 'Pool pool-0');
    }
    expect(await summary()).toBe(
      `${stopped('The bucket gate of pool-0 is')}\npool-0. Off: 4 drives. The only set is unavailable.`,
    );
    expect(await gate()).toContain('Silent, with fewer than 3 of 4 drives: server 0, server 1.');
    expect(await setTexts()).toEqual([
      'Set 0: unavailable 12 of 16 shards, 4 of 4 servers nothing is lost: waits for the bucket gate of pool-0',
      'Set 0: unavailable 16 of 16 shards, 8 of 8 servers nothing is lost: waits for the bucket gate of pool-0',
    ]);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await summary()).toBe('Nothing is off. Both sets are readable and writable.');
  });

  test('works by keyboard alone: Tab to the map, arrows in it, Enter and Space to switch', async () => {
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Reset');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Switch off zone 1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await pressed()).toContain('Switch off server 0');
    await page.keyboard.press('Space');
    expect(await pressed()).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    expect(await pressed()).toEqual(['Switch off drive 0 of server 3, set 0']);
    await page.keyboard.press('End');
    expect(await focused()).toBe('Switch off drive 3 of server 3, set 1');
    await page.keyboard.press('Control+End');
    expect(await focused()).toBe('Switch off drive 3 of server 5, set 1');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Reset');
    await page.keyboard.press('Enter');
    expect(await pressed()).toEqual([]);
  });

  test('shows where the focus is', async () => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  test('Reset switches everything on, and keeps the focus', async () => {
    await press('zone 3');
    await press('drive 0 of server 0, set 0');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await summary()).toBe('Nothing is off. Both sets are readable and writable.');
    expect(await pressed()).toEqual([]);
    expect(await focused()).toBe('Reset');
  });

  test('keeps the pools of a tenant apart', async () => {
    await open(twoShapes);
    const second = page.getByRole('region', { name: 'Pool pool-1' });
    await second.getByRole('button', { name: 'Switch off server 0', exact: true }).click();
    expect(await summary()).toBe('pool-1. Off: 1 server. The only set is readable and writable.');
    const texts = (await setTexts()).map((text) => /\d+ of \d+ shards/.exec(text)?.[0]);
    expect(texts).toEqual(['16 of 16 shards', '14 of 16 shards']);
  });

  const widths = [390, 1280].flatMap((width) =>
    Object.entries({ threeZones, sixteenServers, fortyServers }).map(
      ([name, layout]) => [width, name, layout] as const,
    ),
  );
  test.each(widths)('at %i pixels only the map scrolls sideways: %s', async (width, _, layout) => {
    await open(layout);
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('the picture is well-formed for a real XML parser', async () => {
    for (const layout of [threeZones, fortyServers, twoShapes]) {
      const parsed = `new DOMParser().parseFromString(${JSON.stringify(layoutSvg(layout))}, 'image/svg+xml')`;
      expect(await page.evaluate(`${parsed}.documentElement.nodeName`)).toBe('svg');
      expect(await page.evaluate(`${parsed}.querySelector('parsererror')`)).toBeNull();
    }
  });

  async function open(layout: TenantLayout): Promise<void> {
    const file = join(folder, 'layout.html');
    writeFileSync(file, layoutHtml(layout));
    const address = pathToFileURL(file).href;
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(patience);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== address) complaints.push(request.url());
    });
    await page.goto(address);
  }

  async function press(name: string, pool?: string): Promise<void> {
    const part = pool === undefined ? page : page.getByRole('region', { name: pool });
    await part.getByRole('button', { name: `Switch off ${name}`, exact: true }).click();
  }

  /** What the first pool says of its bucket gate. */
  function gate(): Promise<string> {
    return page.locator('.gate > span').first().innerText();
  }

  function summary(): Promise<string> {
    return page.getByRole('status').innerText();
  }

  /** Every set as it reads, white space aside. */
  async function setTexts(): Promise<string[]> {
    const texts = await page.locator('.sets li').evaluateAll(spokenTexts);
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  function pressed(): Promise<string[]> {
    return page
      .locator('button[aria-pressed="true"]')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
  }

  async function focused(): Promise<string> {
    const name: string = await page.evaluate(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );
    return name;
  }
});

function stopped(gate: string): string {
  return `${gate} shut: nothing of the tenant is read, written or listed.`;
}

/** What the items say, without the number that is drawn beside it. */
function spokenTexts(
  items: readonly { querySelectorAll(selector: string): Iterable<{ textContent: string | null }> }[],
): string[] {
  return items.map((item) => Array.from(item.querySelectorAll('p'), (p) => p.textContent ?? '').join(' '));
}

/** What the page must say, by the library's own arithmetic: shards and servers left of each set. */
function expected(...left: readonly (readonly [shards: number, servers: number])[]): string[] {
  return left.map(([shards, servers], set) => setText(set, setState(pool, shards, servers)));
}

function setText(set: number, state: SetState): string {
  return `Set ${set}: ${stateName(state)} ${leftText(pool, state)} ${lackText(pool, state)}`.trim();
}
