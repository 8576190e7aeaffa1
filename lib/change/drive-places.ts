import { shortest, textLifetime, volumeLifetime, type Lifetime } from '../tenant/lifetime';
import { isOfPaths, poolAddress } from './address';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';
import { fingerprint } from './fingerprint';
import { nameOf } from './objects';
import { effectiveVariables, openText, referenceText, variableTexts } from './server';

/**
 * Where the bytes of each drive of a server lie, drive by drive: the claim template, and the directory below it where
 * there is one (`vol-0`, `export/drives/0`). A drive on no claim template says what it lies on instead.
 *
 * @param paths where RustFS looks for the drives.
 */
export function drivePlaces(statefulSet: Fields, server: Fields, paths: readonly string[]): string[] {
  return paths.map((path) => drivePlace(statefulSet, server, plainPath(path)));
}

/**
 * The same of what an expression addresses; undefined where nobody here can tell. An expression of somebody's own may have paths of other
 * servers among its own: of those only what is mounted is a drive of these.
 */
export function poolPlaces(
  statefulSet: Fields,
  server: Fields,
  expression: string,
  paths: readonly string[],
): string[] | undefined {
  if (paths.length === 0) return undefined;
  const places = drivePlaces(statefulSet, server, paths);
  if (poolAddress(expression) !== undefined || isOfPaths(expression)) {
    return places;
  }
  const mounted = places.filter((place) => !isOfContainer(place));
  return mounted.length === 0 ? undefined : mounted;
}

/** The volume of the pod that a file of the container lies on, and the file's path in it; undefined where it is of the image. */
export function mountedFile(
  server: Fields,
  file: string,
): { readonly volume: string; readonly path: string } | undefined {
  const mount = mountOf(server, plainPath(file));
  if (mount === undefined) return undefined;
  const within = plainPath(file).slice(mountPath(mount).length);
  const path = plainPath(`${subPath(mount, server)}/${within}`).replace(/^\//, '');
  return { volume: textAt(mount, 'name') ?? '', path };
}

/** The paths of the drives that lie on a mount, or a volume, which nobody may write to. */
export function readOnlyDrives(statefulSet: Fields, server: Fields, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const mount = mountOf(server, plainPath(path));
    const source = Object.values(volumeSource(statefulSet, textAt(mount, 'name') ?? ''));
    return mount?.readOnly === true || source.some((said) => valueAt(said, 'readOnly') === true);
  });
}

const ofContainer = "the container's own ";

/** Whether a place is no volume at all. */
export function isOfContainer(place: string): boolean {
  return place.startsWith(ofContainer);
}

/**
 * For how long a server finds at a path what it has written there: as long as the volume of the nearest mount lasts, and the directory
 * in it is the same.
 */
export function lifetimeAt(set: Fields, server: Fields, path: string): Lifetime {
  const mount = mountOf(server, plainPath(path));
  if (mount === undefined) return 'of its pod';
  const name = textAt(mount, 'name') ?? '';
  const pod = fieldsAt(set, 'spec', 'template', 'spec');
  const kind = { kind: nameOf(set).kind, hostNetwork: pod.hostNetwork === true };
  return shortest([
    isClaimTemplate(set, name) ? 'lasting' : volumeLifetime(volumeNamed(set, name)),
    textLifetime(textAt(mount, 'subPathExpr') ?? '', effectiveVariables(server), kind),
  ]);
}

function drivePlace(statefulSet: Fields, server: Fields, path: string): string {
  const mount = mountOf(server, path);
  if (mount === undefined) return `${ofContainer}${path}`;
  const within = path.slice(mountPath(mount).length);
  const place = plainPath(`${mountPlace(statefulSet, server, mount)}/${within}`);
  const hidden = mountsBelow(server, path).map(
    (below) => `${mountPlace(statefulSet, server, below)} over ${mountPath(below).slice(path.length + 1)}`,
  );
  return hidden.length === 0 ? place : `${place} (${hidden.sort().join(', ')})`;
}

function mountPlace(statefulSet: Fields, server: Fields, mount: Fields): string {
  const volume = volumePlace(statefulSet, textAt(mount, 'name') ?? '');
  return plainPath(`${volume}/${subPath(mount, server)}`);
}

/** Mounts that hide some of a drive's own directories. */
function mountsBelow(server: Fields, path: string): Fields[] {
  return itemsAt(server, 'volumeMounts').filter((mount) => mountPath(mount).startsWith(`${path}/`));
}

/** The kubelet takes a path that begins with no slash from the root as well (pkg/kubelet/kubelet_pods.go, `makeMounts`). */
function mountPath(mount: Fields): string {
  return plainPath(`/${textAt(mount, 'mountPath') ?? ''}`);
}

/** The mount that a path lies on: the deepest of those around it, and of two in one place the last. */
function mountOf(server: Fields, path: string): Fields | undefined {
  const around = itemsAt(server, 'volumeMounts').filter((mount) =>
    `${path}/`.startsWith(`${mountPath(mount)}/`.replace('//', '/')),
  );
  return around.toSorted((a, b) => mountPath(a).length - mountPath(b).length).at(-1);
}

/** A claim template takes precedence over a volume of the pod with its name (StatefulSetSpec.volumeClaimTemplates). */
function volumePlace(statefulSet: Fields, name: string): string {
  if (isClaimTemplate(statefulSet, name)) return name;
  const source = volumeSource(statefulSet, name);
  const claim = textAt(source.persistentVolumeClaim, 'claimName');
  if (claim !== undefined) return `claim ${claim}`;
  const [kind = 'nothing'] = Object.keys(source);
  return kind === 'emptyDir' ? `emptyDir ${name}` : `${kind} ${fingerprint(source)}`;
}

function isClaimTemplate(statefulSet: Fields, name: string): boolean {
  const templates = itemsAt(statefulSet, 'spec', 'volumeClaimTemplates');
  return templates.some((template) => textAt(template, 'metadata', 'name') === name);
}

/** What a volume of the pods is; nothing for one that a claim template makes. */
function volumeSource(statefulSet: Fields, name: string): Fields {
  if (isClaimTemplate(statefulSet, name)) return {};
  const { name: _name, ...source } = volumeNamed(statefulSet, name) ?? {};
  return source;
}

function volumeNamed(statefulSet: Fields, name: string): Fields | undefined {
  return itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes').find((volume) => volume.name === name);
}

/** The directory of the volume that is mounted. An expression stands with what its variables say, or where they come from. */
function subPath(mount: Fields, server: Fields): string {
  const expression = textAt(mount, 'subPathExpr') ?? '';
  if (expression === '') return textAt(mount, 'subPath') ?? '';
  const [variables, texts] = [effectiveVariables(server), variableTexts(server)];
  return expression.replaceAll(/\$\(([^)]*)\)/g, (reference, name: string) => {
    const text = texts.get(name);
    const variable = variables.get(name);
    if (text !== undefined || variable === undefined) return text ?? reference;
    const source = textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') ?? referenceText(variable);
    return `$(${name} = ${source ?? openText(textAt(variable, 'value') ?? '', variables)})`;
  });
}

/** A path as a container's runtime takes it: without empty steps, dots, and a slash at its end. */
function plainPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `${path.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}
