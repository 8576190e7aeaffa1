/** One change by hand of one place of an object. */
export interface Edit {
  /** In words, for a failure. */
  readonly title: string;
  readonly apply: (object: object) => object;
}

type Step = string | number;

/** Every edit of a single field of an object: taken out, changed, said twice, swapped with what follows it. */
export function singleEdits(object: object): Edit[] {
  return placesIn(object).flatMap(({ path, value, isItem }) => [
    edit(`remove ${path.join('.')}`, path, () => undefined),
    ...others(value).map((other) => edit(`${path.join('.')} := ${JSON.stringify(other)}`, path, () => other)),
    ...(isItem ? [swapped(path), doubled(path, value)] : []),
  ]);
}

/** What people and tools add to a StatefulSet's servers. */
export function additions(object: object): Edit[] {
  return placesIn(object).flatMap(({ path, value }) => {
    const at = path.join('.');
    if (/volumeMounts\.\d+$/.test(at)) {
      return [with_(path, value, 'subPath', 'below'), with_(path, value, 'subPathExpr', '$(HOSTNAME)')];
    }
    if (/\.containers\.0$/.test(at)) {
      return [
        with_(path, value, 'args', ['/elsewhere']),
        with_(path, value, 'command', ['sh', '-c', 'rustfs /tmp']),
      ];
    }
    if (at === 'spec')
      return [with_(path, value, 'ordinals', { start: 1 }), with_(path, value, 'replicas', 0)];
    return at === 'spec.selector'
      ? [with_(path, value, 'matchExpressions', [{ key: 'a', operator: 'Exists' }])]
      : [];
  });
}

function with_(path: readonly Step[], value: unknown, field: string, added: unknown): Edit {
  return edit(`${[...path, field].join('.')} := ${JSON.stringify(added)}`, path, () => ({
    ...Object(value),
    [field]: added,
  }));
}

interface Place {
  readonly path: readonly Step[];
  readonly value: unknown;
  readonly isItem: boolean;
}

function placesIn(value: unknown, path: readonly Step[] = [], isItem = false): Place[] {
  const here = path.length === 0 ? [] : [{ path, value, isItem }];
  if (Array.isArray(value))
    return [...here, ...value.flatMap((item, i) => placesIn(item, [...path, i], true))];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** Other values of the same type. */
function others(value: unknown): unknown[] {
  switch (typeof value) {
    case 'number':
      return [value + 1, Math.max(value - 1, 0)];
    case 'boolean':
      return [!value];
    case 'string':
      return [`${value}x`, value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))].filter(
        (other) => other !== value,
      );
    default:
      return [];
  }
}

function edit(title: string, path: readonly Step[], change: (value: unknown) => unknown): Edit {
  return { title, apply: (object) => Object(changedAt(object, path, change)) };
}

function changedAt(
  value: unknown,
  [step, ...rest]: readonly Step[],
  change: (value: unknown) => unknown,
): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, i) => {
      if (i !== step) return [item];
      const changed = changedAt(item, rest, change);
      return changed === undefined ? [] : [changed];
    });
  }
  const { [step]: old, ...others } = Object(value);
  const changed = changedAt(old, rest, change);
  return changed === undefined ? others : { ...Object(value), [step]: changed };
}

/** An item and the one after it, the other way round. */
function swapped(path: readonly Step[]): Edit {
  const at = Number(path.at(-1));
  return edit(`swap ${path.join('.')} and the next`, path.slice(0, -1), (list) => {
    const items: unknown[] = Array.isArray(list) ? [...list] : [];
    return [...items.slice(0, at), ...items.slice(at, at + 2).reverse(), ...items.slice(at + 2)];
  });
}

/** An item a second time, at the end, with its texts changed but for its name. */
function doubled(path: readonly Step[], value: unknown): Edit {
  const again =
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            typeof item === 'string' && key !== 'name' ? `${item}/x` : item,
          ]),
        )
      : value;
  return edit(`double ${path.join('.')}`, path.slice(0, -1), (list) => [
    ...(Array.isArray(list) ? list : []),
    again,
  ]);
}
