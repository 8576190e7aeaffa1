import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What is signed. */
export interface Signed {
  readonly method: string;
  readonly host: string;
  /** Encoded, without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const region = 'us-east-1';

/** The query as it is signed, and therefore sent: sorted, with a value for every name. */
export function sortedQuery(query: Readonly<Record<string, string>>): string {
  const encoded = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return encoded.sort().join('&');
}

/** The headers that sign a request by AWS's signature version 4, with the digest of its body. */
export function signature(
  { method, host, path, query, body }: Signed,
  { accessKey, secretKey }: Credentials,
  now = new Date(),
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const digest = sha256(body);
  const headers = { host, 'x-amz-content-sha256': digest, 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const canonical = [
    ...[method, path, sortedQuery(query)],
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    ...['', names, digest],
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer | string>((former, part) => hmac(former, part), `AWS4${secretKey}`);
  const signed = hmac(key, text).toString('hex');
  return {
    'x-amz-content-sha256': digest,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signed}`,
  };
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
