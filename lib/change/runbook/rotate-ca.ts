import type { TenantSpec } from '../../tenant/spec';
import { applyAll, readyFirst, restartNotice, seeNothingLeft, settled, whenReady } from './commands';
import { restartOneByOne } from './one-by-one';
import { refuse, type RunbookResult } from './refuse';
import { whileOneRestarts } from './spared';
import { keyStep, putKey } from './secret-key';
import { schemeOf, statefulSetsOf, subjectOf, type SubjectOptions } from './subject';

/**
 * Another certificate authority: first everybody trusts both, then certificates change, then the old one is no longer
 * trusted. At no step do servers meet that do not trust each other.
 */
export function rotateCaRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { secret = `${spec.name}-ca-bundle` }: { readonly secret?: string },
): RunbookResult {
  const subject = subjectOf(spec, options);
  if (schemeOf(subject) !== 'https' || spec.tls === undefined) {
    return refuse('tls', 'The tenant does not serve HTTPS.', 'There is no authority to rotate.');
  }
  const { caTrust, ...tls } = spec.tls;
  const isBundled = caTrust?.source === 'SecretRef' && caTrust.caSecretRef?.name === secret;
  const key = (isBundled ? caTrust.caSecretRef?.key : undefined) ?? 'ca.crt';
  const bundled = subjectOf(
    {
      ...spec,
      tls: {
        ...tls,
        caTrust: { ...caTrust, source: 'SecretRef', caSecretRef: { name: secret, key } },
      },
    },
    options,
  );
  const { namespace, name } = spec;
  const certificates = subject.objects
    .filter(({ kind }) => kind === 'Certificate')
    .map(({ metadata }) => metadata.name);
  const secrets = [
    ...new Set([
      tls.certManager?.secretName,
      ...(tls.certificates ?? []).map(({ certManager }) => certManager.secretName),
    ]),
  ].filter((each) => each !== undefined);
  const authorities = { name: secret, namespace, key };
  return {
    title: `Rotate the certificate authority of ${namespace}/${name}`,
    summary: [
      'The servers trust the old and the new authority together while certificates change, so they understand each other at every step, and restart one at a time. Clients need both authorities for the same time.',
      whileOneRestarts(subject),
      restartNotice,
      "cert-manager writes one authority into a certificate's Secret, so the two have to stand in a Secret of their own (tls.caTrust, source: SecretRef).",
    ],
    requirements: [
      {
        text: 'You have both authorities, as old-ca.crt and new-ca.crt.',
        commands: ['openssl x509 -in new-ca.crt -noout -subject -enddate'],
      },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      {
        title: 'Put both authorities into one Secret, and have the servers trust it',
        text: isBundled
          ? 'The tenant trusts this Secret already.'
          : `In ${options.file}: tls.caTrust: { source: SecretRef, caSecretRef: { name: ${secret}, key: ${key} } }`,
        commands: [
          'cat old-ca.crt new-ca.crt > ca.crt',
          ...(isBundled ? [] : [`kubectl create secret generic ${secret} -n ${namespace}`]),
          putKey(authorities, '$both', 'jq -n --rawfile both ca.crt'),
        ],
        by: whenReady(applyAll(bundled)),
        objects: isBundled ? [] : statefulSetsOf(bundled, bundled.pools),
        check: settled(bundled, bundled.pools),
        back: 'Revert the declaration and apply.',
      },
      restartOneByOne(bundled, 'Put the old authority alone into the Secret, and restart the servers again.'),
      {
        title: 'Have the new authority sign the certificates',
        text:
          certificates.length === 0
            ? `Write certificates of the new authority into ${secrets.join(', ')}.`
            : `Name the new issuer (issuerRef) in ${options.file} and apply; cert-manager issues at once.`,
        ...(certificates.length > 0 && { by: applyAll(bundled) }),
        check: {
          commands: [
            ...certificates.map(
              (certificate) =>
                `kubectl wait certificate/${certificate} -n ${namespace} --for=condition=Ready --timeout=10m`,
            ),
            ...secrets.map(
              (each) =>
                `kubectl get secret ${each} -n ${namespace} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -issuer -enddate`,
            ),
          ],
          expect: 'every certificate has the new issuer.',
        },
        back: 'Name the old issuer again: the servers trust both.',
      },
      restartOneByOne(bundled, 'Name the old issuer again, and restart the servers again.'),
      {
        title: 'When clients trust the new authority too, take the old one out',
        commands: [putKey(authorities, '$new', 'jq -n --rawfile new new-ca.crt')],
        check: {
          commands: [
            `kubectl get secret ${secret} -n ${namespace} -o jsonpath='{${keyStep(key)}}' | base64 -d | grep -c BEGIN   # 1`,
          ],
          expect: 'one certificate is left.',
        },
        back: 'Put both into the Secret again.',
      },
      restartOneByOne(bundled, 'Put both authorities into the Secret, and restart the servers again.'),
      seeNothingLeft(bundled),
    ],
  };
}
