import { defined } from '../defined';

/** A container image reference, taken apart. */
export interface ImageReference {
  /** Registry and repository, such as `docker.io/rustfs/rustfs`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** What is known of an image without pulling it (contract 2.8). */
export type ImageClass = 'compatible' | 'known-incompatible' | 'unverifiable' | 'custom-repository';

/** The annotation by which a Tenant's author vouches for an image that cannot be verified. */
export const imageAcknowledgement = 'operator.rustfs.com/runtime-default-image-ack';

const officialRepositories: ReadonlySet<string> = new Set([
  'rustfs/rustfs',
  'docker.io/rustfs/rustfs',
  'index.docker.io/rustfs/rustfs',
  'registry-1.docker.io/rustfs/rustfs',
  'ghcr.io/rustfs/rustfs',
  'quay.io/rustfs/rustfs',
]);

const host = '(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d+)?/)?';
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const imageSyntax = new RegExp(
  `^(${host}${part}(?:/${part})*)(?::(\\w[\\w.-]{0,127}))?(?:@([a-z0-9]+:[a-f0-9]{32,}))?$`,
);

/** The parts of an image reference; undefined when it is none. */
export function parseImage(image: string): ImageReference | undefined {
  const [, repository, tag, digest] = imageSyntax.exec(image) ?? [];
  return repository === undefined ? undefined : { repository, ...defined({ tag, digest }) };
}

/**
 * Whether RustFS in this image runs under the RuntimeDefault seccomp profile. Alphas and betas up to 8 do not:
 * they need io_uring. A digest says which image is pulled, whatever the tag beside it says (operator workloads.rs).
 */
export function classifyImage({ repository, tag = '', digest }: ImageReference): ImageClass {
  if (!officialRepositories.has(repository)) return 'custom-repository';
  if (digest !== undefined) return 'unverifiable';
  const version = tag.replace(/^v/, '');
  if (version.startsWith('1.0.0-alpha.')) return 'known-incompatible';
  const [, number = '', suffix] = /^1\.0\.0-beta\.([^-]*)(?:-(.*))?$/.exec(version) ?? [];
  if (isNumber(number)) {
    if (Number(number) <= 8) return 'known-incompatible';
    return suffix === undefined || suffix === 'glibc' ? 'compatible' : 'unverifiable';
  }
  const [, ...release] = /^(\d+)\.(\d+)\.(\d+)(?:-glibc)?$/.exec(version) ?? [];
  const isRelease = release.length > 0 && release.every(isNumber) && Number(release[0]) >= 1;
  return isRelease ? 'compatible' : 'unverifiable';
}

/** Whether the same reference may name another image tomorrow. */
export function isFloating({ tag, digest }: ImageReference): boolean {
  if (digest !== undefined) return false;
  return (
    tag === undefined ||
    ['latest', 'latest-glibc', 'alpha', 'beta', 'rc', 'nightly', 'edge', 'main'].includes(tag)
  );
}

/** A number of 32 bits without superfluous zeros; `09` is none. */
function isNumber(digits: string): boolean {
  return /^(0|[1-9]\d*)$/.test(digits) && Number(digits) < 2 ** 32;
}
