import { element, lines, type Markup } from './markup';

/** A part of a picture, drawn from its own upper left corner. */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly pieces: readonly Markup[];
}

/** Some text, and how it is set. */
export interface TextStyle {
  readonly size: number;
  readonly weight?: 'bold';
  readonly fill?: string;
}

/** The colour of text, and of text that matters less. */
export const ink = '#1f2328';
export const fadedInk = '#57606a';

/** Generous: the widths of letters differ with the fonts at hand. */
const letterWidth = 0.56;

/** How wide a text may be. */
export function textWidth(text: string, size: number): number {
  return Math.ceil(text.length * size * letterWidth);
}

/** Text from a point on its base line. */
export function textAt(x: number, y: number, text: string, { size, weight, fill }: TextStyle): Markup {
  return element('text', { x, y, 'font-size': size, 'font-weight': weight, fill }, text);
}

/** A line of text with `above` pixels of room over it. */
export function lineBlock(text: string, style: TextStyle, above: number): Block {
  const height = Math.round(style.size * 1.45) + above;
  return {
    width: textWidth(text, style.size),
    height,
    pieces: [textAt(0, height - Math.round(style.size * 0.4), text, style)],
  };
}

/** Only room. */
export function space(height: number): Block {
  return { width: 0, height, pieces: [] };
}

/** Blocks under each other. */
export function stacked(blocks: readonly Block[]): Block {
  const pieces: Markup[] = [];
  let top = 0;
  for (const block of blocks) {
    if (block.pieces.length > 0) pieces.push(movedBy(0, top, block));
    top += block.height;
  }
  return { width: Math.max(0, ...blocks.map(({ width }) => width)), height: top, pieces };
}

/** A block at another place. */
export function movedBy(x: number, y: number, { pieces }: Block): Markup {
  return element('g', { transform: `translate(${x} ${y})` }, lines(...pieces));
}

/** The text in lines of at most `letters`, broken between words. */
export function wrapped(text: string, letters: number): string[] {
  return text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    return last !== undefined && last.length + 1 + word.length <= letters
      ? [...done.slice(0, -1), `${last} ${word}`]
      : [...done, word];
  }, []);
}
