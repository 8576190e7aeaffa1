import { consolePort, s3Port } from '../tenant/volumes';
import type { KubernetesObject } from '../objects/object';
import { isHeadless } from './chart-services';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import type { LiveTenant } from './live-tenant';
import { at, contains, fieldsAt, isEmpty, listAt, named, pairsAt, textAt } from './value';

/**
 * What of the Services cannot become what the declaration makes of it: Kubernetes refuses it, when the old release may
 * be gone already, or a Service that stays finds its servers no more.
 */
export function serviceProblems(tenant: LiveTenant, composed: readonly KubernetesObject[]): LiveProblem[] {
  return tenant.objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((live) => {
      const ours = composed.find(({ kind, metadata }) => kind === 'Service' && metadata.name === live.name);
      return [
        ...(ours === undefined ? [] : addressProblems(live, textAt(ours, 'spec', 'clusterIP') === 'None')),
        ...portProblems(tenant, live, listAt(ours, 'spec', 'ports')),
      ];
    });
}

function addressProblems(live: LiveObject, becomesHeadless: boolean): LiveProblem[] {
  if (isHeadless(live) === becomesHeadless) return [];
  return [
    problemAt(
      live,
      'live-identity',
      becomesHeadless
        ? 'It has an address, and the declaration makes a headless Service of this name. Kubernetes never takes an address away.'
        : 'It is headless, and the declaration makes a Service with an address of this name. Kubernetes never gives it one.',
      'Such a tenant can only go on as it is.',
    ),
  ];
}

/** A port may say by name where it leads; the servers' ports have new names then, and nobody would answer. */
function portProblems(tenant: LiveTenant, live: LiveObject, ours: readonly unknown[]): LiveProblem[] {
  const selector = pairsAt(live.value, 'spec', 'selector');
  const pools = tenant.pools.filter(({ template }) =>
    contains(pairsAt(template, 'metadata', 'labels'), selector),
  );
  if (isEmpty(selector)) return [];
  return listAt(live.value, 'spec', 'ports').flatMap((port) => {
    const target = textAt(port, 'targetPort') ?? '';
    if (ours.some((one) => at(one, 'port') === at(port, 'port'))) return [];
    const lost = pools.find(({ container }) => {
      const number = fieldsAt([named(listAt(container, 'ports'), target)], 0).containerPort;
      return number !== undefined && number !== declaredPorts[target];
    });
    if (lost === undefined) return [];
    return [
      problemAt(
        live,
        'live-unknown',
        `Its port ${String(at(port, 'port'))} leads to the servers' port "${target}" by name, which a declaration calls otherwise: ` +
          'nobody would answer there.',
        'Give the number as targetPort in the live Service with kubectl edit, which restarts no pod; then adopt.',
      ),
    ];
  });
}

/** The names of the ports of a server's container. */
const declaredPorts: Readonly<Record<string, number>> = { http: s3Port, console: consolePort };
