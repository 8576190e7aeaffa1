/** The positions of texts that stood before, each with where it stood first. */
export function* duplicates(
  texts: readonly (string | undefined)[],
): Iterable<{ readonly position: number; readonly first: number }> {
  const seen = new Map<string, number>();
  for (const [position, text] of texts.entries()) {
    if (text === undefined) continue;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, position);
    else yield { position, first };
  }
}
