/** The URL that a text is; undefined when it is none. Node and RustFS read URLs alike (WHATWG URL). */
export function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** What keeps a text from being a URL of one of these schemes, without a password; undefined when nothing does. */
export function urlFinding(text: string, schemes: readonly string[]): string | undefined {
  const url = urlOf(text);
  if (url === undefined || url.host === '') return 'is no URL';
  if (!schemes.includes(schemeOf(url))) return `does not start with ${schemes.map(schemeText).join(' or ')}`;
  return undefined;
}

/** Whether a user's name or password stands in a URL, for everybody to read who reads the manifest. */
export function hasCredentials(text: string): boolean {
  const url = urlOf(text);
  return url !== undefined && (url.username !== '' || url.password !== '');
}

/** The scheme, without the colon. */
export function schemeOf({ protocol }: URL): string {
  return protocol.replace(/:$/, '');
}

function schemeText(scheme: string): string {
  return `${scheme}://`;
}
