import { isRecord } from '../is-record';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';
import { fingerprint } from './fingerprint';
import type { ClaimIdentity } from './identity';
import { normalObject } from './normal';

/** The claim templates of a StatefulSet, those that say the same together. */
export function claimIdentities(statefulSet: Fields): ClaimIdentity[] {
  const raw = itemsAt(statefulSet, 'spec', 'volumeClaimTemplates');
  // Normal, so that defaults and ways to write amounts count for nothing.
  const claims = { kind: 'StatefulSet', spec: { volumeClaimTemplates: raw } };
  const templates = itemsAt(normalObject(claims), 'spec', 'volumeClaimTemplates');
  const groups = new Map<string, { names: string[]; size: string; rest: Fields }>();
  for (const [i, template] of templates.entries()) {
    const name = textAt(template, 'metadata', 'name') ?? '';
    const size = String(fieldsAt(raw[i], 'spec', 'resources', 'requests').storage ?? '');
    const rest = withoutNameAndSize(template);
    const key = `${size} ${JSON.stringify(rest)}`;
    const group = groups.get(key) ?? { names: [], size, rest };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, size, rest }) => ({
    templates: names,
    size,
    fingerprint: fingerprint(rest),
  }));
}

function withoutNameAndSize(template: Fields): Fields {
  const { metadata, spec, status: _status, ...rest } = template;
  const { name: _name, ...labels } = isRecord(metadata) ? metadata : {};
  const { resources, ...said } = isRecord(spec) ? spec : {};
  const { requests, ...limits } = isRecord(resources) ? resources : {};
  const { storage: _storage, ...others } = isRecord(requests) ? requests : {};
  return { ...rest, metadata: labels, spec: { ...said, resources: { ...limits, requests: others } } };
}
