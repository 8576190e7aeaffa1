import { request, type Answer } from './request';
import type { Credentials } from './signature';

/** A client of one server. Every call says what the server answered; none fails. */
export interface Client {
  readonly get: (path: string) => Promise<Answer>;
  readonly put: (path: string, body?: Buffer | string) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  readonly list: (bucket: string) => Promise<Answer>;
  /** A call of the admin API, below `/rustfs/admin/v3/`. */
  readonly admin: (
    method: string,
    path: string,
    query?: Readonly<Record<string, string>>,
    body?: string,
  ) => Promise<Answer>;
}

/** Paths are `/bucket/key`, encoded. */
export function clientOf(host: string, credentials: Credentials): Client {
  const ask = (method: string, path: string, query = {}, body: Buffer | string = '') =>
    request(host, { method, path, query, body, credentials });
  return {
    get: (path) => ask('GET', path),
    put: (path, body) => ask('PUT', path, {}, body),
    remove: (path) => ask('DELETE', path),
    list: (bucket) => ask('GET', bucket, { 'list-type': '2' }),
    admin: (method, path, query, body) => ask(method, `/rustfs/admin/v3/${path}`, query, body),
  };
}
