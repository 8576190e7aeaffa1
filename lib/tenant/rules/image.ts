import type { TenantDraft } from '../draft';
import { classifyImage, imageAcknowledgement, isFloating, parseImage, type ImageClass } from '../image';
import { error, warning, type Problem } from '../problem';
import { profileOf } from '../profile';
import { resolvedImage } from '../resolve';
import { effectiveSecurity, usesRuntimeDefaultSeccomp } from '../security-context';

/** Which images run, and which ones the operator lets pass (operator contract 2.8). */
export function* imageRules(spec: TenantDraft): Iterable<Problem> {
  const profile = profileOf(spec);
  const image = resolvedImage(spec, profile);
  const reference = parseImage(image);
  if (reference === undefined) {
    const message = `${JSON.stringify(image)} is not an image reference.`;
    yield error('image', 'image', message, 'Give REPOSITORY:TAG or REPOSITORY@sha256:DIGEST.');
    return;
  }
  const isConfined = (spec.pools ?? [{}]).some((pool) =>
    usesRuntimeDefaultSeccomp(effectiveSecurity(profile.security, [spec, pool])),
  );
  const imageClass = classifyImage(reference);
  if (isConfined && imageClass === 'known-incompatible') {
    yield error(
      'image',
      'image-incompatible',
      `"${image}" needs io_uring, which the RuntimeDefault seccomp profile does not allow: it would not start.`,
      `Use ${profile.image} or a later release.`,
    );
  } else if (isConfined && spec.compatibility === 'operator') {
    yield* gate(spec, image, imageClass);
  }
  if (isFloating(reference)) {
    const message = `"${image}" may be another image tomorrow, and then the servers of a tenant run different versions.`;
    yield warning('image', 'image-floating', message, 'Pin a version or, better, a digest.');
  }
}

/** The operator's gate: what it cannot verify needs the author's word. */
function* gate(spec: TenantDraft, image: string, imageClass: ImageClass): Iterable<Problem> {
  if (imageClass === 'compatible' || spec.annotations?.[imageAcknowledgement] === image) return;
  const reason =
    imageClass === 'custom-repository'
      ? 'it comes from a repository of your own'
      : 'its version is not one it knows';
  yield error(
    'image',
    'image-unverified',
    `The operator refuses "${image}": it cannot verify that the image runs under RuntimeDefault seccomp, as ${reason}.`,
    `If it does, set annotations["${imageAcknowledgement}"] to the image's text.`,
  );
}
