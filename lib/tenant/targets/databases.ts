import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { count, secret, text, tlsFiles, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** What both databases have. */
interface DatabaseTarget extends TargetBase {
  /** The table. */
  readonly table: string;

  /**
   * `namespace` keeps a row for each object, `access` one for each event.
   * @default - `namespace` in PostgreSQL, `access` in MySQL
   */
  readonly format?: 'namespace' | 'access';
}

/** Writes events to a table of MySQL. */
export interface MysqlTarget extends DatabaseTarget {
  /** `mysql`: MySQL. */
  readonly type: 'mysql';

  /** The Secret key of the whole address with user and password: `user:password@tcp(host:3306)/database`. */
  readonly dsn: SecretKeyReference;

  /**
   * How many connections there may be.
   * @default 2
   * @asType integer
   * @minimum 1
   */
  readonly maxOpenConnections?: number;

  /**
   * Certificates.
   * @default - as the address says
   */
  readonly tls?: TargetTls;
}

/** Writes events to a table of PostgreSQL. */
export interface PostgresTarget extends DatabaseTarget {
  /** `postgres`: PostgreSQL. */
  readonly type: 'postgres';

  /** The Secret key of the whole address with user and password. */
  readonly dsn: SecretKeyReference;

  /**
   * Certificates.
   * @default - as the address says
   */
  readonly tls?: PostgresTls;
}

/** How PostgreSQL is reached by TLS. */
export interface PostgresTls extends TargetTls {
  /**
   * Turns servers without TLS away.
   * @default false
   */
  readonly required?: boolean;
}

/** The settings of MySQL, by RustFS's keys. */
export function mysqlSettings(target: Unfinished<MysqlTarget>): Settings {
  return {
    DSN_STRING: secret(target.dsn),
    TABLE: text(target.table),
    FORMAT: text(target.format),
    MAX_OPEN_CONNECTIONS: count(target.maxOpenConnections),
    ...tlsFiles(target.tls),
  };
}

/** The settings of PostgreSQL, by RustFS's keys. */
export function postgresSettings(target: Unfinished<PostgresTarget>): Settings {
  return {
    DSN_STRING: secret(target.dsn),
    TABLE: text(target.table),
    FORMAT: text(target.format),
    TLS_REQUIRED: toggle(target.tls?.required),
    ...tlsFiles(target.tls),
  };
}
