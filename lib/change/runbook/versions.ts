import { parseImage } from '../../tenant/image';

/** The RustFS version in an image's tag, without its variant; undefined when the tag is none. */
export function versionOf(image: string): string | undefined {
  const tag = parseImage(image)?.tag ?? '';
  return /^v?(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)(?:-glibc)?$/.exec(tag)?.[1];
}

/** Negative when the first is older. A release comes after its alphas, betas and candidates. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parts(left), parts(right)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const stages = ['alpha', 'beta', 'rc'];

/** Numbers, the stage among them: `1.0.0-rc.3` is 1, 0, 0, 2, 3 and `1.0.0` is 1, 0, 0, 3. */
function parts(version: string): number[] {
  const [release = '', stage] = version.split('-');
  const numbers = release.split('.').map(Number);
  if (stage === undefined) return [...numbers, stages.length];
  const [name = '', number] = stage.split('.');
  return [...numbers, stages.indexOf(name), Number(number)];
}
