import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Reads until it is there, for as long as a loaded machine may take, with so many milliseconds between; says what was
 * awaited when it does not come.
 */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | undefined>,
  seconds = 90,
  pause = 50,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await read();
    if (found !== undefined) return found;
    await sleep(pause);
  }
  throw new Error(`${what}: not within ${seconds} seconds.`);
}
