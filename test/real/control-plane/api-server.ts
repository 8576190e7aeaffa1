import { Agent, request } from 'node:https';
import { isRecord } from '../../../lib/is-record';

/** What the API server answers: the object, or its reasons in `message`. */
export interface Answer {
  readonly status: number;
  readonly body: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

/** An object as a client writes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Apply {
  /** Says what would be answered, and changes nothing. */
  readonly isDryRun?: boolean;
  readonly manager?: string;
}

/** The API server, as its clients see it: requests and answers, nothing in between. */
export class ApiServer {
  readonly #agent: Agent;
  readonly #kinds = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(
    readonly url: string,
    private readonly token: string,
    certificate: Buffer,
  ) {
    this.#agent = new Agent({ ca: certificate, keepAlive: true });
  }

  request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': type };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}${path}`, { method, headers, agent: this.#agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: fieldsIn(Buffer.concat(parts).toString()) });
        });
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Makes the object; refused when there is one. */
  async create(object: Manifest, { isDryRun = false }: Apply = {}): Promise<Answer> {
    const query = `?fieldValidation=Strict${isDryRun ? '&dryRun=All' : ''}`;
    return this.request('POST', `${await this.#collection(object)}${query}`, object);
  }

  /** Server-side apply, as `kubectl apply --server-side --force-conflicts` does. */
  async apply(object: Manifest, { isDryRun = false, manager = 'kubectl' }: Apply = {}): Promise<Answer> {
    const query = `?fieldManager=${manager}&force=true&fieldValidation=Strict${isDryRun ? '&dryRun=All' : ''}`;
    return this.request(
      'PATCH',
      `${await this.pathOf(object)}${query}`,
      object,
      'application/apply-patch+yaml',
    );
  }

  async get(object: Manifest): Promise<Answer> {
    return this.request('GET', await this.pathOf(object));
  }

  async delete(object: Manifest): Promise<Answer> {
    return this.request('DELETE', await this.pathOf(object));
  }

  /** Where the object is to be found. */
  async pathOf(object: Manifest): Promise<string> {
    return `${await this.#collection(object)}/${object.metadata.name}`;
  }

  async #collection({ apiVersion, kind, metadata }: Manifest): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.#kinds.get(root) ?? this.#kindsOf(root);
    this.#kinds.set(root, known);
    const plural = (await known).get(kind);
    if (plural === undefined) throw new Error(`The API server has no ${kind} of ${apiVersion}.`);
    const { namespace } = metadata;
    return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
  }

  /** The names in addresses, by kind. */
  async #kindsOf(root: string): Promise<ReadonlyMap<string, string>> {
    const { body } = await this.request('GET', root);
    const resources = Array.isArray(body.resources) ? body.resources : [];
    return new Map(
      resources
        .map((resource: { kind: string; name: string }) => [resource.kind, resource.name] as const)
        .filter(([, name]) => !name.includes('/')),
    );
  }
}

/** An answer is an object, but for those of health checks. */
function fieldsIn(text: string): Fields {
  if (!text.startsWith('{')) return { message: text };
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}
