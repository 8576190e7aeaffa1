/** The one element that a selector finds. The page is our own: where there is none, it is broken. */
export function one(within: ParentNode, selector: string): Element {
  const found = within.querySelector(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

/** All buttons within an element. */
export function buttonsIn(within: ParentNode, selector = 'button'): HTMLButtonElement[] {
  return [...within.querySelectorAll<HTMLButtonElement>(selector)];
}

/** Replaces what an element says, a line of text each. */
export function setText(element: Element, texts: readonly string[]): void {
  element.replaceChildren(
    ...texts.map((text) => {
      const span = document.createElement('span');
      span.textContent = text;
      return span;
    }),
  );
}
