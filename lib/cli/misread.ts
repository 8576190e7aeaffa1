import { textsAt } from '../change/fields';
import { nameOf, objectsIn, objectTitle } from '../change/objects';
import { misreadMarks } from '../manifest/document-marks';
import { parseTenants } from '../manifest/parse-tenants';
import { error } from '../tenant/problem';
import type { Input } from './inputs';
import type { FiledProblem, Loaded } from './load';

/** Where what is applied is the text itself; what stands beside a declaration is written anew by render. */
export function misreadDocuments({ file, text }: Input): FiledProblem[] {
  const misread = misreadMarks(text);
  if (misread.length === 0 || parseTenants(text).tenants.length > 0) return [];
  return misread.map(({ line, message, fix }) => ({ ...error('', 'yaml', message, fix), file, line }));
}

/**
 * kustomize keeps what it does to an object in annotations of the object, and believes those that it reads (kustomize
 * api/internal/utils/annotations.go): by them it renames the object, or points the references of others to it.
 */
export function kustomizeOrders(inputs: readonly Input[], others: Loaded['others']): FiledProblem[] {
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  return others.flatMap(({ file, value }) =>
    objectsIn([value]).flatMap((object) => {
      const [order] = Object.keys(textsAt(object, 'metadata', 'annotations')).filter(isOrder);
      if (order === undefined) return [];
      const lines = (texts.get(file) ?? '').split('\n');
      const line = Math.max(lines.findIndex((each) => each.includes(order)) + 1, 1);
      const message = `${objectTitle(nameOf(object))} has the annotation ${order}, by which kustomize keeps what it does itself: it may rename the object, or point others to it.`;
      return [{ ...error('', 'kustomization', message, 'Take the annotation off.'), file, line }];
    }),
  );
}

function isOrder(annotation: string): boolean {
  return annotation.startsWith('internal.config.kubernetes.io/');
}
