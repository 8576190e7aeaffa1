import { poolSetSizes, type PoolShape } from './set-size';

/**
 * The legal shapes nearest to one that is not: fewer or more servers first, then fewer or more drives. None that `check`
 * would warn of (`weaknesses`), unless the drives of each server are two already.
 */
export function nearestShapes({ servers, drivesPerServer }: PoolShape): PoolShape[] {
  const candidates = [-1, 1].flatMap((direction) => [
    firstAdvisable((step) => ({ servers: servers + direction * step, drivesPerServer })),
    firstAdvisable((step) => ({ servers, drivesPerServer: drivesPerServer + direction * step })),
  ]);
  return candidates
    .filter((shape) => shape !== undefined)
    .sort((a, b) => distance(a) - distance(b) || a.servers - b.servers);

  function distance(shape: PoolShape): number {
    return Math.abs(shape.servers * shape.drivesPerServer - servers * drivesPerServer);
  }

  /** Sixteen steps always pass a multiple of sixteen, which is legal. */
  function firstAdvisable(shapeAt: (step: number) => PoolShape): PoolShape | undefined {
    for (let step = 1; step <= 16; step++) {
      const shape = shapeAt(step);
      const isNewPair = shape.drivesPerServer === 2 && drivesPerServer !== 2;
      if (shape.servers < 1 || shape.servers === 2 || shape.drivesPerServer < 1 || isNewPair) continue;
      if (poolSetSizes(shape).length > 0) return shape;
    }
    return undefined;
  }
}
