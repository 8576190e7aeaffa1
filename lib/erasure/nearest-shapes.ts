import { poolSetSizes, type PoolShape } from './set-size';

/** The legal shapes nearest to one that is not: fewer or more servers first, then fewer or more drives. */
export function nearestShapes({ servers, drivesPerServer }: PoolShape): PoolShape[] {
  const candidates = [-1, 1].flatMap((direction) => [
    firstLegal((step) => ({ servers: servers + direction * step, drivesPerServer })),
    firstLegal((step) => ({ servers, drivesPerServer: drivesPerServer + direction * step })),
  ]);
  return candidates
    .filter((shape) => shape !== undefined)
    .sort((a, b) => distance(a) - distance(b) || a.servers - b.servers);

  function distance(shape: PoolShape): number {
    return Math.abs(shape.servers * shape.drivesPerServer - servers * drivesPerServer);
  }
}

/** Sixteen steps always pass a multiple of sixteen, which is legal. */
function firstLegal(shapeAt: (step: number) => PoolShape): PoolShape | undefined {
  for (let step = 1; step <= 16; step++) {
    const shape = shapeAt(step);
    if (shape.servers >= 1 && shape.drivesPerServer >= 1 && poolSetSizes(shape).length > 0) return shape;
  }
  return undefined;
}
