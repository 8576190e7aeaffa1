import type { EnvVar } from 'kubernetes-types/core/v1';
import type { SecretKeyReference } from './spec';

/** A variable whose value is a Secret's. The pod does not start without it. */
export function fromSecret(variable: string, { name, key }: SecretKeyReference): EnvVar {
  return { name: variable, valueFrom: { secretKeyRef: { name, key, optional: false } } };
}

/** A variable with a text, or none where there is none: an empty text says nothing. */
export function textVariable(name: string, value: string | undefined): EnvVar[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}

/** A switch that is on, or no variable at all: all such switches are off by default. */
export function switchVariable(name: string, isOn: boolean | undefined): EnvVar[] {
  return isOn === true ? [{ name, value: 'true' }] : [];
}
