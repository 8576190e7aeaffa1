import { request as send } from 'node:http';
import { signature, sortedQuery, type Credentials } from './signature';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Nobody asks where there are none, as probes do. */
  readonly credentials?: Credentials;
  /** How long an answer may take. @default 30 */
  readonly seconds?: number;
}

export interface Answer {
  /** 0 when there was no answer: the connection was refused or broken, or time ran out. */
  readonly status: number;
  readonly body: Buffer;
}

/** One request over a connection of its own. It never fails: no answer is an answer here. */
export function request(host: string, asked: Request): Promise<Answer> {
  const { method, path, query = {}, credentials, seconds = 30 } = asked;
  const body = Buffer.from(asked.body ?? '');
  const signed = credentials && signature({ method, host, path, query, body }, credentials);
  const search = sortedQuery(query);
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, body: Buffer.alloc(0) });
    const sent = send(
      {
        ...{ host: host.split(':')[0], port: host.split(':')[1] },
        ...{ method, path: search === '' ? path : `${path}?${search}`, agent: false },
        headers: { host, 'content-length': body.length, ...signed },
        signal: AbortSignal.timeout(seconds * 1000),
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', none);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }));
      },
    );
    sent.on('error', none);
    sent.end(body);
  });
}

/** An answer in words: its status, and S3's own code where it says one. */
export function answerText({ status, body }: Answer): string {
  const code = /<Code>(.*?)<\/Code>/.exec(body.toString('utf8', 0, 1000))?.[1];
  return code === undefined ? `${status}` : `${status} ${code}`;
}
