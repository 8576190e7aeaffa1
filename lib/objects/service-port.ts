import type { ServicePort } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { s3Port } from '../tenant/volumes';

/** The port of S3 and of the servers among themselves, named after what it speaks (contract 2.3). */
export function s3ServicePort({ listener }: Tenant): Required<Pick<ServicePort, 'name' | 'port'>> {
  return { name: `${listener.scheme}-rustfs`, port: s3Port };
}
