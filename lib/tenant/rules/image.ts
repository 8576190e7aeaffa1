import { defined } from '../../defined';
import type { TenantDraft } from '../draft';
import { classifyImage, imageAcknowledgement, isFloating, parseImage, type ImageReference } from '../image';
import { error, warning, type Problem } from '../problem';
import { profileOf } from '../profile';
import { resolvedImage } from '../resolve';
import { effectiveSecurity, usesRuntimeDefaultSeccomp } from '../security-context';
import { refusal } from './ownership';

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
  if (isConfined) yield* seccomp(spec, image, reference);
  if (isFloating(reference)) {
    const message = `"${image}" may be another image tomorrow, and then the servers of a tenant run different versions.`;
    yield warning('image', 'image-floating', message, 'Pin a version or, better, a digest.');
  }
}

function* seccomp(spec: TenantDraft, image: string, reference: ImageReference): Iterable<Problem> {
  const { repository, tag } = reference;
  // By its tag: the digest beside it may be of another image, and so the operator goes on to its gate.
  if (classifyImage({ repository, ...defined({ tag }) }) === 'known-incompatible') {
    const refuse = reference.digest === undefined ? error : refusal(spec);
    yield refuse(
      'image',
      'image-incompatible',
      `"${image}" needs io_uring, which the RuntimeDefault seccomp profile does not allow: it would not start.`,
      `Use ${profileOf(spec).image} or a later release.`,
    );
  }
  if (spec.compatibility === 'operator') yield* gate(spec, image, reference);
}

/** The operator's gate: what it cannot verify needs the author's word. */
function* gate(spec: TenantDraft, image: string, reference: ImageReference): Iterable<Problem> {
  const reason = doubt(reference);
  if (reason === undefined || spec.annotations?.[imageAcknowledgement] === image) return;
  yield error(
    'image',
    'image-unverified',
    `The operator refuses "${image}": it cannot verify that the image runs under RuntimeDefault seccomp, as ${reason}.`,
    `If it does, set annotations["${imageAcknowledgement}"] to the image's text.`,
  );
}

/** Why the operator cannot verify an image; undefined where it knows what it is. */
function doubt(reference: ImageReference): string | undefined {
  const imageClass = classifyImage(reference);
  if (imageClass === 'custom-repository') return 'it comes from a repository of your own';
  if (imageClass !== 'unverifiable') return undefined;
  return reference.digest === undefined
    ? 'its version is not one it knows'
    : 'it is pulled by its digest, whatever the tag says';
}
