/**
 * Why RustFS never connects to the host of a URL, on whatever list it stands; undefined when it may
 * (utils egress.rs). `host` is that of a parsed URL: addresses are in their shortest form.
 */
export function blockedReason(host: string): string | undefined {
  const address = host.startsWith('[') ? wordsOf(host.slice(1, -1)) : undefined;
  if (address === undefined) return blockedV4(bytesOf(host));
  if (metadataV6.some((words) => words.every((word, i) => word === address[i]))) return metadata;
  const embedded = embeddedV4(address);
  if (embedded !== undefined) return blockedV4(embedded);
  const [first = 0, second, third] = address;
  if (address.every((word) => word === 0)) return unspecified;
  if ((first & 0xffc0) === 0xfe80) return linkLocal;
  if (first === 0x64 && second === 0xff9b && third === 1) return 'is an address of IPv6 translation';
  return undefined;
}

const metadata = "is where clouds serve a machine's own credentials";
const linkLocal = 'is a link-local address';
const unspecified = 'is no address of a server';

const metadataV4: readonly string[] = ['100.100.100.200', '168.63.129.16'];

const metadataV6: readonly (readonly number[])[] = [
  [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254],
  [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0023],
  [0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x0254],
];

function blockedV4(bytes: readonly number[] | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = bytes.join('.');
  if (text === '0.0.0.0') return unspecified;
  if (text === '169.254.169.254' || metadataV4.includes(text)) return metadata;
  return text.startsWith('169.254.') ? linkLocal : undefined;
}

function bytesOf(host: string): number[] | undefined {
  return /^\d+(\.\d+){3}\.?$/.test(host) ? host.split('.').slice(0, 4).map(Number) : undefined;
}

/** The eight words of an IPv6 address. */
function wordsOf(address: string): number[] {
  const [head = '', tail] = address.split('::').map((half) => half.split(':').filter((word) => word !== ''));
  const left = [...head].map(hex);
  const right = [...(tail ?? [])].map(hex);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function hex(word: string): number {
  return parseInt(word, 16);
}

/** The IPv4 address inside one of IPv6: mapped, compatible, translated or 6to4. */
function embeddedV4(words: readonly number[]): number[] | undefined {
  const prefix = words.slice(0, 6).map((word) => word.toString(16));
  const [, second = 0, third = 0] = words;
  const [high = 0, low = 0] = words.slice(6);
  if (words[0] === 0x2002) return v4Of(second, third);
  const isEmbedding = embedding.includes(prefix.join(':')) && !(high === 0 && low <= 1);
  return isEmbedding ? v4Of(high, low) : undefined;
}

const embedding: readonly string[] = ['0:0:0:0:0:ffff', '0:0:0:0:0:0', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0'];

function v4Of(high: number, low: number): number[] {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}
