/** A mapping; neither a list nor a Map, Date or the like. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  // Nearly always the first; the second knows what comes from another realm, or without a prototype.
  const isLiteral = Object.getPrototypeOf(value) === Object.prototype;
  return isLiteral || Object.prototype.toString.call(value) === '[object Object]';
}
