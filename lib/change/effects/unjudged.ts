import { immutableFieldsIn, type ComparedObject } from '../object-change';
import { textAt, type Fields } from '../fields';
import { maybeSame, nameOf, objectTitle } from '../objects';
import { secretsOf } from '../secret-makers';
import { comparedName, note, type Effect, type EffectContext, type StayingTenant } from './effect';
import { isUsedBy, usersOf } from './users';

/**
 * Of kinds that a tenant lives on, the fields that another rule judges, or that change nothing for servers and clients. Of
 * any other field nobody here knows what it does, today or in a later version of Kubernetes, so that its change is told.
 */
const known: Readonly<Record<string, RegExp>> = {
  Secret: /^(data|binaryData|stringData|type|immutable)\b/,
  ConfigMap: /^(data|binaryData|immutable)\b/,
  // Whoever names none is as it was; a pod's own word goes before both.
  ServiceAccount: /^$/,
  PersistentVolume:
    /^spec\.(capacity|accessModes|claimRef|mountOptions|nodeAffinity|persistentVolumeReclaimPolicy|storageClassName)\b/,
  PersistentVolumeClaim: /^spec\.(resources|volumeName|dataSource|dataSourceRef)\b/,
  Service:
    /^spec\.(selector|ports|type|clusterIPs?|ipFamil(ies|yPolicy)|publishNotReadyAddresses|(internal|external)TrafficPolicy|loadBalancer(IP|Class|SourceRanges)|sessionAffinity(Config)?|trafficDistribution|externalIPs|externalName|healthCheckNodePort|allocateLoadBalancerNodePorts)\b/,
  // When it is issued anew, what else it says of whom it is for, and what is written beside it.
  Certificate:
    /^spec\.(dnsNames|secretName|duration|renewBefore(Percentage)?|revisionHistoryLimit|commonName|subject|secretTemplate|additionalOutputFormats|privateKey\.rotationPolicy)\b/,
  Issuer: /^$/,
  ClusterIssuer: /^$/,
  PriorityClass: /^description\b/,
  RuntimeClass: /^$/,
};

/** Fields of what a tenant has or needs that change, and of which no rule knows what that does. */
export function* unjudgedEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  const fields = known[name.kind];
  if (before === undefined || after === undefined || fields === undefined) return;
  const refused = immutableFieldsIn(object);
  const open = differences
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('metadata') && !fields.test(path) && !refused.includes(path));
  if (open.length === 0) return;
  const owner = context.staying.find((staying) => isNeededBy(staying, after, context));
  if (owner === undefined) return;
  yield note(
    key,
    `${open.join(', ')} of the ${objectTitle(name)}, which ${owner.title} needs, would change, and what that does is not judged here: see that before it is applied.`,
    'procedure',
  );
}

/** Also what makes a Secret that pods name, and what signs the certificate in it. */
function isNeededBy(staying: StayingTenant, object: Fields, context: EffectContext): boolean {
  const { kind, namespace, name } = nameOf(object);
  if (kind === 'Certificate') {
    return secretsOf(object).some(
      (secret) => usersOf({ ...context, staying: [staying] }, 'Secret', namespace, secret).length > 0,
    );
  }
  if (kind !== 'Issuer' && kind !== 'ClusterIssuer') return isUsedBy(staying, object, context.now);
  const isSigned = (certificate: Fields) =>
    nameOf(certificate).kind === 'Certificate' &&
    maybeSame(nameOf(certificate).namespace, namespace) &&
    textAt(certificate, 'spec', 'issuerRef', 'name') === name &&
    (textAt(certificate, 'spec', 'issuerRef', 'kind') ?? 'Issuer') === kind;
  return context.now.filter(isSigned).some((certificate) => isNeededBy(staying, certificate, context));
}
