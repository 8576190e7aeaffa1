import { containersOf, serverPolicy } from './servers';

/** All servers of a tenant run one version, also those that start next month. */
export const pinnedImage = serverPolicy(
  {
    name: 'rustfs-pinned-image',
    description: 'RustFS servers run an image with a version or a digest.',
    enforcementLevel: 'mandatory',
  },
  function* (set) {
    for (const { name = '', image } of containersOf(set)) {
      if (image !== undefined && !isPinned(image)) {
        yield `Container "${name}" runs "${image}", which may be another image tomorrow. Give a version or, better, a digest.`;
      }
    }
  },
);

/** A digest, or a tag that has a digit in it, which no moving tag has. */
function isPinned(image: string): boolean {
  return image.includes('@sha256:') || /:[^/:]*\d[^/:]*$/.test(image);
}
