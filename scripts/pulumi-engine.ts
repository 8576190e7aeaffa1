import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The services that Pulumi's engine offers to a program, as the SDK's own stubs have them.
const ofPulumi = createRequire(require.resolve('@pulumi/pulumi/package.json'));
const grpc = ofPulumi('@grpc/grpc-js');
const { ResourceMonitorService } = ofPulumi('@pulumi/pulumi/proto/resource_grpc_pb');
const { RegisterResourceResponse, RegisterPackageResponse, SupportsFeatureResponse } = ofPulumi(
  '@pulumi/pulumi/proto/resource_pb',
);
const { EngineService } = ofPulumi('@pulumi/pulumi/proto/engine_grpc_pb');
const { GetRootResourceResponse, SetRootResourceResponse } = ofPulumi('@pulumi/pulumi/proto/engine_pb');
const { InvokeResponse } = ofPulumi('@pulumi/pulumi/proto/provider_pb');
const { Empty } = ofPulumi('google-protobuf/google/protobuf/empty_pb');
const { Struct } = ofPulumi('google-protobuf/google/protobuf/struct_pb');

type Fields = Readonly<Record<string, unknown>>;

/** A resource as a program registers it. */
export interface EngineResource {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly inputs: Fields;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
}

/** What a program has done. */
export interface ProgramRun {
  readonly exitCode: number;
  /** Sorted by type and name: registration is concurrent. */
  readonly resources: readonly EngineResource[];
  /** What was registered as outputs, by type; the stack's under `pulumi:pulumi:Stack`. */
  readonly outputs: Readonly<Record<string, Fields>>;
  /** Messages to the engine, each with its severity: 1 is information, 2 a warning, 3 an error. */
  readonly messages: readonly { readonly severity: number; readonly text: string }[];
  /** What the program printed. */
  readonly printed: string;
}

/** How a program is run. */
export interface ProgramOptions {
  readonly preview?: boolean;
  /** The stack's configuration, with the project's name in front of each key. */
  readonly config?: Readonly<Record<string, string>>;
  /** The keys of configuration whose values are secret. */
  readonly secretKeys?: readonly string[];
  /** Lets Pulumi's runtime compile TypeScript; otherwise the environment sees to that. */
  readonly typescript?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What providers would add to a resource that is made; in a preview it is not known. */
  readonly computed?: (type: string, name: string) => Fields;
}

/**
 * Runs a whole Pulumi program as the language host does, preview or up, against a stand-in of the engine on this
 * machine: no Pulumi CLI, no cluster. Resources come out as they go in.
 */
export async function runProject(folder: string, options: ProgramOptions = {}): Promise<ProgramRun> {
  const {
    preview = false,
    config = {},
    secretKeys = [],
    typescript = false,
    env = {},
    computed = () => ({}),
  } = options;
  const engine = await startEngine(preview, computed);
  try {
    const run = createRequire(join(folder, 'index.js')).resolve('@pulumi/pulumi/cmd/run');
    const flags = [
      '--monitor',
      engine.address,
      '--engine',
      engine.address,
      '--project',
      'storage',
      '--stack',
      'dev',
    ];
    const { exitCode, printed } = await finished(
      [run, ...flags, '--pwd', folder, ...(preview ? ['--dry-run'] : []), '--parallel', '8', '.'],
      folder,
      {
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: String(typescript),
        PULUMI_ERROR_OUTPUT_STRING: '1',
        ...env,
      },
    );
    const resources = [...engine.resources].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
    return { exitCode, printed, resources, outputs: engine.outputs, messages: engine.messages };
  } finally {
    engine.stop();
  }
}

function titleOf({ type, name }: EngineResource): string {
  return `${type} ${name}`;
}

function finished(args: string[], cwd: string, env: NodeJS.ProcessEnv) {
  return new Promise<{ exitCode: number; printed: string }>((resolve, reject) => {
    const limits = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, ...limits });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (printed += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', kill);
      resolve({ exitCode: code ?? 1, printed });
    });
  });
}

/** The part of the requests that is read here. */
interface Request {
  getId(): string;
  getName(): string;
  getUrn(): string;
  getMessage(): string;
  getSeverity(): number;
  getObject(): { toJavaScript(): Fields } | undefined;
  getOutputs(): { toJavaScript(): Fields } | undefined;
  toObject(): {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly parent: string;
    readonly protect?: boolean;
    readonly dependenciesList: string[];
  };
}

type Handler = (call: { request: Request }, respond: (error: unknown, response?: unknown) => void) => void;

/** Pulumi's engine as far as a program needs it. */
export async function startEngine(
  preview: boolean,
  computed: NonNullable<ProgramOptions['computed']> = () => ({}),
) {
  const resources: EngineResource[] = [];
  const outputs: Record<string, Fields> = {};
  const messages: { severity: number; text: string }[] = [];
  let root = '';
  const monitor: Record<string, Handler> = {
    supportsFeature: ({ request }, respond) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(!['transforms', 'invokeTransforms'].includes(request.getId()));
      respond(null, response);
    },
    registerResource: ({ request }, respond) => {
      const { type, name, custom, parent, protect = false, dependenciesList } = request.toObject();
      const inputs = request.getObject()?.toJavaScript() ?? {};
      const dependencies = dependenciesList.map(nameIn).sort();
      resources.push({ type, name, custom, inputs, protect, dependencies, parent: nameIn(parent) });
      const response = new RegisterResourceResponse();
      response.setUrn(`urn:pulumi:dev::storage::${type}::${name}`);
      response.setId(custom && !preview ? `${name}-id` : '');
      const state = preview ? inputs : { ...inputs, ...computed(type, name) };
      response.setObject(Struct.fromJavaScript(state));
      respond(null, response);
    },
    registerResourceOutputs: ({ request }, respond) => {
      outputs[request.getUrn().split('::').at(2) ?? ''] = request.getOutputs()?.toJavaScript() ?? {};
      respond(null, new Empty());
    },
    registerPackage: ({ request }, respond) => {
      const response = new RegisterPackageResponse();
      response.setRef(request.getName());
      respond(null, response);
    },
    invoke: (_, respond) => {
      const response = new InvokeResponse();
      response.setReturn(Struct.fromJavaScript({}));
      respond(null, response);
    },
    signalAndWaitForShutdown: (_, respond) => respond(null, new Empty()),
  };
  const engine: Record<string, Handler> = {
    log: ({ request }, respond) => {
      // Debug messages are left out: Pulumi writes secrets into them.
      if (request.getSeverity() > 0) {
        messages.push({ severity: request.getSeverity(), text: request.getMessage() });
      }
      respond(null, new Empty());
    },
    setRootResource: ({ request }, respond) => {
      root = request.getUrn();
      respond(null, new SetRootResourceResponse());
    },
    getRootResource: (_, respond) => {
      const response = new GetRootResourceResponse();
      response.setUrn(root);
      respond(null, response);
    },
  };
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, whole(ResourceMonitorService, monitor));
  server.addService(EngineService, whole(EngineService, engine));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      '127.0.0.1:0',
      grpc.ServerCredentials.createInsecure(),
      (error: unknown, bound: number) => (error === null ? resolve(bound) : reject(error)),
    );
  });
  return { address: `127.0.0.1:${port}`, resources, outputs, messages, stop: () => server.forceShutdown() };
}

/** The methods that are there, and for every other one an answer that says so. */
function whole(service: object, methods: Readonly<Record<string, Handler>>): Record<string, Handler> {
  const missing: (name: string) => Handler = (name) => (_, respond) =>
    respond({ code: grpc.status.UNIMPLEMENTED, message: name });
  return Object.fromEntries(Object.keys(service).map((name) => [name, methods[name] ?? missing(name)]));
}

function nameIn(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}
