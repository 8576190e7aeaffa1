import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { SmallRustfs } from './rustfs';

/** What serves on loopback, by http and by https at one port, as what speaks to servers of either kind expects. */
export interface Served {
  readonly port: number;
  close(): void;
}

/** The first byte of a TLS connection (RFC 8446, 5.1). */
const handshake = 22;

export async function serve(folder: string, rustfs: () => SmallRustfs): Promise<Served> {
  const [key, certificate] = ['server.key', 'server.crt'].map((file) => join(folder, file));
  const files = ['-keyout', `${key}`, '-out', `${certificate}`, '-subj', '/CN=rustfs'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files], { stdio: 'ignore' });
  const answers = listener(rustfs);
  const http = createHttpServer(answers);
  const https = createHttpsServer(
    { key: readFileSync(`${key}`), cert: readFileSync(`${certificate}`) },
    answers,
  );
  const port = createServer((socket) => {
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      const server: Server = first[0] === handshake ? https : http;
      server.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
  const address = port.address();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return { port: address.port, close: () => port.close() };
}

const bucketsXml =
  '<ListAllMyBucketsResult><Buckets><Bucket><Name>photos</Name></Bucket></Buckets></ListAllMyBucketsResult>';

function listener(rustfs: () => SmallRustfs): RequestListener {
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://rustfs');
      const end = (status: number, text: string) => response.writeHead(status).end(text);
      const answer = async () => {
        if (url.pathname === '/minio/health/cluster') return end(200, '');
        if (!(await rustfs().isRoot(request))) return end(403, 'AccessDenied');
        if (url.pathname === '/') return end(200, bucketsXml);
        const path = /^\/rustfs\/admin\/(.*)$/.exec(url.pathname)?.[1];
        if (path === undefined) return end(200, '<ListBucketResult/>');
        const body = Buffer.concat(parts).toString();
        const said = await rustfs().answer(request.method ?? '', path, url.searchParams, body);
        return said === undefined
          ? end(404, `nothing answers ${request.method} ${path}`)
          : end(200, JSON.stringify(said));
      };
      answer().catch((error: unknown) => end(500, String(error)));
    });
  };
}
