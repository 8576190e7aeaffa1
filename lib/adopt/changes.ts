import type { Difference } from './compare';

/** What taking a tenant over changes in one object, outside its identity. */
export interface Change {
  /** The object, as `StatefulSet acme-pool-0`. */
  readonly object: string;
  /** Whether it restarts the object's pods, one at a time. */
  readonly rolls: boolean;
  readonly text: string;
}

/** The differences of one object in words, those that restart pods first. Values of variables are never told. */
export function changesOf(object: string, differences: readonly Difference[]): Change[] {
  const groups = new Map<string, { rolls: boolean; topic: string; details: string[] }>();
  for (const difference of differences) {
    const { topic, rolls, rest } = topicOf(difference.steps);
    const group = groups.get(`${rolls} ${topic}`) ?? { rolls, topic, details: [] };
    group.details.push(
      topic === 'environment' ? variableText(rest, difference) : detailText(rest, difference),
    );
    groups.set(`${rolls} ${topic}`, group);
  }
  return [...groups.values()]
    .sort((a, b) => Number(b.rolls) - Number(a.rolls))
    .map(({ rolls, topic, details }) => ({
      object,
      rolls,
      text: `${topic}: ${[...new Set(details)].join(', ')}`,
    }));
}

interface Topic {
  readonly topic: string;
  readonly rolls: boolean;
  /** The steps below it. */
  readonly rest: readonly string[];
}

function topicOf(steps: readonly string[]): Topic {
  const [root = '', field = '', ...rest] = steps;
  if (root !== 'spec') return { topic: field, rolls: false, rest };
  if (field !== 'template') return { topic: field, rolls: false, rest };
  const [part, key = '', ...below] = rest;
  if (part === 'metadata') return { topic: `pod ${key}`, rolls: true, rest: below };
  if (key !== 'containers') return { topic: `pod ${words(key)}`, rolls: true, rest: below };
  const [, own = 'container', ...deeper] = below;
  return { topic: own === 'env' ? 'environment' : words(own), rolls: true, rest: deeper };
}

/** `readinessProbe` as two words. */
function words(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function variableText([name = '']: readonly string[], { live, composed, steps }: Difference): string {
  if (name === '') return 'changes';
  if (name === 'order' && steps.at(-1) === 'order') return 'order';
  const isWhole = steps.at(-1) === name;
  if (isWhole && live === undefined) return `+${name}`;
  return isWhole && composed === undefined ? `-${name}` : `${name} changes`;
}

function detailText(rest: readonly string[], { live, composed }: Difference): string {
  const where = rest.length === 0 ? '' : `${rest.join('.')} `;
  if (isShort(live) && isShort(composed)) return `${where}${String(live)} becomes ${String(composed)}`;
  if (live === undefined) return `${where}${isShort(composed) ? `${String(composed)} ` : ''}is new`;
  return composed === undefined ? `${where}goes` : `${where}changes`;
}

function isShort(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= 60)
  );
}
