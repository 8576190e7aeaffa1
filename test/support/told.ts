import type { EnvVar } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { environment } from './composed';

/** The variables of a prefix as `NAME=VALUE`, without the prefix, and references as `NAME<-SECRET/KEY`. */
export function told(spec: TenantSpec, prefix: string): string[] {
  return environment(spec)
    .filter(({ name }) => name.startsWith(prefix))
    .map((item) => text(item).slice(prefix.length));
}

function text({ name, value, valueFrom }: EnvVar): string {
  const { name: object, key } = valueFrom?.secretKeyRef ?? {};
  return value === undefined ? `${name}<-${object ?? ''}/${key ?? ''}` : `${name}=${value}`;
}
