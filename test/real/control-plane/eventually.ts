import { setTimeout as sleep } from 'node:timers/promises';

/** Reads until it is there, for as long as a loaded machine may take; says what was awaited when it does not come. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | undefined>,
  seconds = 90,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await read();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`${what}: not within ${seconds} seconds.`);
}
