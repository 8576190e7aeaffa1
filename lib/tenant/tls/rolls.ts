/**
 * The annotation of the operator's pods by which a changed certificate restarts them. It is made of the contents and
 * versions of Secrets, so only the cluster knows it (contract 5.5).
 */
export const tlsHashAnnotation = 'operator.rustfs.com/tls-hash';
