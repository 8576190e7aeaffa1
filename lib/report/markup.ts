/** A piece of HTML or SVG whose text is escaped. */
export interface Markup {
  readonly markup: string;
}

/** An attribute's value; one that is `undefined` is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What may stand in an element: markup as it is, text escaped. */
export type Content = Markup | string;

/** An element. There is no other way from text to markup, so none can be forgotten to be escaped. */
export function element(name: string, attributes: Attributes = {}, ...content: readonly Content[]): Markup {
  const start = `${name}${Object.entries(attributes).map(attribute).join('')}`;
  if (content.length === 0 && childless.has(name)) return { markup: `<${start}/>` };
  return { markup: `<${start}>${content.map(contentMarkup).join('')}</${name}>` };
}

/** Pieces on lines of their own, for a reader of the source. Only where white space has no meaning. */
export function lines(...pieces: readonly Markup[]): Markup {
  return { markup: `\n${pieces.map(({ markup }) => markup).join('\n')}\n` };
}

/** Text that is markup already: our own constants, never a declaration's. */
export function verbatim(markup: string): Markup {
  return { markup };
}

/** Elements that both HTML and XML let end with their start. */
const childless: ReadonlySet<string> = new Set(['circle', 'line', 'meta', 'path', 'rect', 'use']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function contentMarkup(content: Content): string {
  return typeof content === 'string' ? escaped(content) : content.markup;
}

function attribute([name, value]: readonly [string, string | number | undefined]): string {
  return value === undefined ? '' : ` ${name}="${escaped(String(value))}"`;
}
