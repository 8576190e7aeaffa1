import type { IncomingMessage } from 'node:http';

/** How a drive is, as `v3/storageinfo` has it. */
export interface Drive {
  readonly endpoint: string;
  readonly state: string;
  readonly pool_index: number;
  readonly set_index: number;
}

/** What the servers of a tenant know. */
export interface Known {
  /** The expressions of their pools, in the order of RUSTFS_VOLUMES. */
  readonly pools: readonly string[];
  readonly drives: readonly Drive[];
  /** Root's access keys: while a change of it rolls, servers differ. */
  readonly roots: readonly string[];
}

/** An access key that a user has made, as `v3/info-service-account` tells of it. */
export interface AccessKey {
  readonly parent: string;
  readonly impliedPolicy: boolean;
  /** As a text. */
  readonly policy?: string;
}

/** How a decommission stands: it fails at first, over files of the scanner, and completes when it is started again. */
interface Decommission {
  readonly complete: boolean;
  readonly failed: boolean;
  readonly canceled: boolean;
}

/**
 * A small RustFS: as much of its S3 and admin API as runbooks ask (paths and fields as of 1.0.0-rc.3, see the server
 * contract of test/rustfs, which asks the real one the same). It knows who signs, and not whether the signature is right.
 */
export class SmallRustfs {
  readonly #decommissions = new Map<string, Decommission>();
  readonly #attempts = new Map<string, number>();
  readonly users = new Map<string, { policyName?: string }>([['app', { policyName: 'readwrite' }]]);
  readonly accessKeys = new Map<string, AccessKey>();
  isRebalancing = false;

  constructor(private readonly known: () => Promise<Known>) {}

  async answer(method: string, path: string, query: URLSearchParams, body: string): Promise<unknown> {
    const { pools, drives, roots } = await this.known();
    const [root = ''] = roots;
    const pool = pools[Number(query.get('pool'))] ?? '';
    const key = query.get('accessKey') ?? '';
    const asked: Record<string, () => unknown> = {
      'GET v3/info': () => ({ mode: 'online' }),
      'GET v3/kms/status': () => ({ status: 'Running' }),
      'GET v3/site-replication/info': () => ({ enabled: false }),
      'GET v3/storageinfo': () => ({
        disks: drives.map((drive) => ({ healing: false, availspace: 2 ** 40, ...drive })),
      }),
      'GET v4/heal/replacement-recovery': () => ({ cluster: { definitive: true, reason: '', records: [] } }),
      'GET v3/pools/list': () => pools.map((cmdline, id) => this.#poolStatus(id, cmdline)),
      'GET v3/pools/status': () => this.#poolStatus(pools.indexOf(pool), pool),
      'POST v3/pools/decommission': () => {
        const attempts = (this.#attempts.get(pool) ?? 0) + 1;
        this.#attempts.set(pool, attempts);
        this.#decommissions.set(pool, { complete: attempts > 1, failed: attempts === 1, canceled: false });
      },
      'POST v3/pools/cancel': () => {
        this.#decommissions.set(pool, { complete: false, failed: false, canceled: true });
      },
      'POST v3/pools/clear': () => this.#decommissions.delete(pool),
      'GET v3/rebalance/status': () => ({
        pools: pools.map((_, id) => ({
          id,
          status: this.isRebalancing ? 'Started' : 'None',
          used: 0.5,
          lastError: '',
        })),
      }),
      'POST v3/rebalance/start': () => (this.isRebalancing = true),
      'POST v3/rebalance/stop': () => (this.isRebalancing = false),
      'GET v3/list-users': () =>
        Object.fromEntries([...this.users].map(([name]) => [name, { status: 'enabled' }])),
      'PUT v3/add-canned-policy': () => ({}),
      'PUT v3/add-user': () => this.users.set(key, {}),
      'PUT v3/set-user-or-group-policy': () =>
        this.users.set(query.get('userOrGroup') ?? '', { policyName: query.get('policyName') ?? '' }),
      'GET v3/user-info': () => ({ status: 'enabled', ...this.users.get(key) }),
      'DELETE v3/remove-user': () => this.users.delete(key),
      'GET v3/list-service-accounts': () => ({
        accounts: [...this.accessKeys]
          .filter(([, { parent }]) => parent === (query.get('user') ?? parent))
          .map(([accessKey]) => ({ accessKey })),
      }),
      'GET v3/info-service-account': () => this.accessKeys.get(key),
      'PUT v3/add-service-account': () => {
        const { accessKey, policy }: { accessKey: string; policy?: object } = JSON.parse(body);
        this.accessKeys.set(accessKey, {
          parent: root,
          impliedPolicy: policy === undefined,
          ...(policy !== undefined && { policy: JSON.stringify(policy) }),
        });
      },
      'DELETE v3/delete-service-account': () => this.accessKeys.delete(key),
    };
    const answered = asked[`${method} ${path}`]?.();
    return answered === undefined && asked[`${method} ${path}`] !== undefined ? {} : answered;
  }

  #poolStatus(id: number, cmdline: string): object {
    const decommission = this.#decommissions.get(cmdline);
    return {
      id,
      cmdline,
      status: 'active',
      totalSize: 2 ** 40,
      currentSize: 2 ** 39,
      usedSize: 2 ** 39,
      decommissionInfo: decommission === undefined ? null : { queued: false, ...decommission },
    };
  }

  /** Whether root has signed the request. */
  async isRoot({ headers }: IncomingMessage): Promise<boolean> {
    const { roots } = await this.known();
    return roots.some((root) => headers.authorization?.includes(`Credential=${root}/`));
  }
}
