import { element, lines, type Markup } from './markup';
import { setTextures, type SetTexture } from './set-look';

/** The side of a texture's tile. */
const side = 6;

/** Where the lines of each texture run in its tile; a dot is a line as short as it is wide. */
const strokes: Readonly<Record<SetTexture, string | undefined>> = {
  plain: undefined,
  rising: 'M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5',
  falling: 'M-1 5 L1 7 M0 0 L6 6 M5 -1 L7 1',
  level: 'M0 3 H6',
  upright: 'M3 0 V6',
  dotted: 'M2.5 3 H4',
};

/** The textures as patterns; `used` says how many of them, from the first on. The plain one needs none. */
export function textureDefinitions(used: number): Markup[] {
  const patterns = setTextures.slice(0, used).flatMap(texturePattern);
  return patterns.length === 0 ? [] : [element('defs', {}, lines(...patterns))];
}

/** What fills a shape with a texture; undefined for the plain one. */
export function textureFill(texture: number): string | undefined {
  const name = setTextures[texture];
  return name === undefined || strokes[name] === undefined ? undefined : `url(#texture-${name})`;
}

function texturePattern(name: SetTexture): Markup[] {
  const d = strokes[name];
  if (d === undefined) return [];
  const path = element('path', { d, stroke: '#000', 'stroke-opacity': '0.35', 'stroke-width': 1.2 });
  const tile = { id: `texture-${name}`, width: side, height: side, patternUnits: 'userSpaceOnUse' };
  return [element('pattern', tile, path)];
}
