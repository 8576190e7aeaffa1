/** How an erasure set looks in a picture. The number in each cell says the same; colour is never the only sign. */
export interface SetLook {
  /** Of `setColours`. */
  readonly colour: number;
  /** Of `setTextures`: sets that share a colour differ in it. */
  readonly texture: number;
}

/**
 * Backgrounds for dark text that stay apart in every kind of colour blindness: Paul Tol's "light" scheme
 * (https://sronpersonalpages.nl/~pault/), in an order that sets neighbours apart.
 */
export const setColours = [
  '#77aadd',
  '#ee8866',
  '#eedd88',
  '#44bb99',
  '#ffaabb',
  '#99ddff',
  '#bbcc33',
  '#aaaa00',
] as const;

/** Drawn over the colour. */
export const setTextures = ['plain', 'rising', 'falling', 'level', 'upright', 'dotted'] as const;

/** A texture's name. */
export type SetTexture = (typeof setTextures)[number];

/** The look of a set: every colour once before a texture joins it. */
export function setLook(set: number): SetLook {
  return {
    colour: set % setColours.length,
    texture: Math.floor(set / setColours.length) % setTextures.length,
  };
}
