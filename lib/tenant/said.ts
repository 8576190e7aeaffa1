import type { Container } from 'kubernetes-types/core/v1';
import { definedAs } from '../defined';
import { isRecord } from '../is-record';
import type { PodSettings } from './pod-settings';

/**
 * A structure of a pod without those of its parts that are empty; undefined where nothing is left. Such an empty structure says
 * nothing, but the API server drops it at the apply by which it takes the place of another, and stores it at the next: all
 * pods would restart twice for the same objects (seen on 1.36.3; test/real/field-owners).
 */
export function said<T extends object>(structure: T | undefined): T | undefined;
export function said(structure: object | undefined): object | undefined {
  const parts = Object.entries(structure ?? {}).filter(
    ([, part]) => !(isRecord(part) && Object.keys(part).length === 0),
  );
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** The pods' further fields, of which only the default profile has any. */
export function saidPod(pod: PodSettings = {}): PodSettings {
  return definedAs<PodSettings>({
    ...pod,
    dnsConfig: said(pod.dnsConfig),
    initContainers: pod.initContainers?.map(saidContainer),
    containers: pod.containers?.map(saidContainer),
  });
}

function saidContainer(container: Container): Container {
  return definedAs<Container>({
    ...container,
    lifecycle: said(container.lifecycle),
    securityContext: said(container.securityContext),
  });
}
