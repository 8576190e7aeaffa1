import type { CertificateReference, ClientCertificate } from '../certificates';
import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import type { TargetTls } from './target';

/** The value of one of a target's keys: a text, a Secret's text, or the path of a mounted file. */
export type Setting =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'secret'; readonly from: Unfinished<SecretKeyReference> }
  | {
      readonly kind: 'file';
      /** The file's name in the target's directory. */
      readonly file: string;
      readonly from: 'Secret' | 'ConfigMap';
      readonly name: string | undefined;
      readonly key: string | undefined;
    };

/** The settings of a target by RustFS's keys, in their order; undefined where nothing is said. */
export type Settings = Readonly<Record<string, Setting | undefined>>;

/** A text, as it is. */
export function text(value: string | undefined): Setting | undefined {
  return value === undefined ? undefined : { kind: 'text', value };
}

/** A number in digits. */
export function count(value: number | undefined): Setting | undefined {
  return value === undefined ? undefined : { kind: 'text', value: String(value) };
}

/** Several texts with commas between them. */
export function list(values: readonly string[] | undefined): Setting | undefined {
  return values === undefined ? undefined : { kind: 'text', value: values.join(',') };
}

/** `on` or `off`. */
export function toggle(value: boolean | undefined): Setting | undefined {
  return value === undefined ? undefined : { kind: 'text', value: value ? 'on' : 'off' };
}

/** `true` or `false`. */
export function bool(value: boolean | undefined): Setting | undefined {
  return value === undefined ? undefined : { kind: 'text', value: String(value) };
}

/** A text that a Secret holds. */
export function secret(from: Unfinished<SecretKeyReference> | undefined): Setting | undefined {
  return from && { kind: 'secret', from };
}

/** Certificates to trust, as a file. */
export function certificate(from: Unfinished<CertificateReference> | undefined): Setting | undefined {
  return (
    from && { kind: 'file', file: 'ca.crt', from: from.kind ?? 'Secret', name: from.name, key: from.key }
  );
}

/** A Secret's text as a file. */
export function secretFile(
  file: string,
  from: Unfinished<SecretKeyReference> | undefined,
): Setting | undefined {
  return from && { kind: 'file', file, from: 'Secret', name: from.name, key: from.key };
}

/** A client's certificate and its private key, as two files. */
export function clientCertificate(from: Unfinished<ClientCertificate> | undefined): {
  readonly certificate: Setting | undefined;
  readonly privateKey: Setting | undefined;
} {
  const { name, certificate = 'tls.crt', privateKey = 'tls.key' } = from ?? {};
  return {
    certificate: secretFile('client.crt', from && { key: certificate, ...(name !== undefined && { name }) }),
    privateKey: secretFile('client.key', from && { key: privateKey, ...(name !== undefined && { name }) }),
  };
}

/** The files of TLS, by the keys that most types have. */
export function tlsFiles(tls: Unfinished<TargetTls> | undefined): Settings {
  const own = clientCertificate(tls?.clientCertificate);
  return {
    TLS_CA: certificate(tls?.ca),
    TLS_CLIENT_CERT: own.certificate,
    TLS_CLIENT_KEY: own.privateKey,
  };
}

/** Whose certificates are trusted: MQTT and Redis want it said. */
export function tlsPolicy(tls: Unfinished<TargetTls> | undefined): Setting {
  return { kind: 'text', value: tls?.ca === undefined ? 'system_ca' : 'custom_ca' };
}
