import * as pulumi from '@pulumi/pulumi';
import { createRequire } from 'node:module';

// What Pulumi's SDK itself loads; no dependency of this project.
const ofPulumi = createRequire(require.resolve('@pulumi/pulumi/package.json'));
const { RegisterResourceResponse } = ofPulumi('@pulumi/pulumi/proto/resource_pb');
const { InvokeResponse } = ofPulumi('@pulumi/pulumi/proto/provider_pb');
const { Struct } = ofPulumi('google-protobuf/google/protobuf/struct_pb');

export type Fields = Readonly<Record<string, unknown>>;

/** A resource as a program registers it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** The name of its parent. */
  readonly parent: string;
  readonly custom: boolean;
  readonly inputs: Fields;
  /** The names of the resources that come before it. */
  readonly dependencies: readonly string[];
  /** The same, by the property whose value they give. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly aliases: number;
  readonly additionalSecretOutputs: readonly string[];
  readonly provider: string;
  readonly customTimeouts: { readonly create: string; readonly update: string } | undefined;
}

/** What a program has registered and said. */
export interface Run {
  /** Sorted by type and name, because registration is concurrent. */
  readonly resources: readonly Registered[];
  /** What components have registered as their outputs, by name. */
  readonly outputs: Readonly<Record<string, Fields>>;
  readonly warnings: readonly string[];
}

/**
 * Runs a program against a stand-in of Pulumi's engine that records everything which a program registers; Pulumi's own
 * mocks keep most of it to themselves. Resources come out as they go in.
 */
export async function runProgram(program: () => unknown, isPreview = false, stack = 'stack'): Promise<Run> {
  const monitor = new RecordingMonitor();
  const warnings: string[] = [];
  const spy = jest.spyOn(pulumi.log, 'warn').mockImplementation((message) => {
    warnings.push(message);
    return Promise.resolve();
  });
  try {
    pulumi.runtime.setMockOptions(monitor, 'project', stack, isPreview);
    await runtimeFunction('awaitFeatureSupport')();
    await pulumi.runtime.runInPulumiStack(async () => {
      await program();
      return {};
    });
    await runtimeFunction('waitForRPCs')();
  } finally {
    spy.mockRestore();
  }
  const resources = [...monitor.resources].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
  return { resources, outputs: monitor.outputs, warnings };
}

/** A value that is not known before the deployment runs. */
export function unknown(): pulumi.Output<string> {
  const make: unknown = pulumi.Output;
  if (typeof make !== 'function') throw new Error('Output should be a constructor.');
  const never = Promise.resolve(false);
  const none = Promise.resolve(new Set());
  return Reflect.construct(make, [new Set(), Promise.resolve(undefined), never, never, none]);
}

/** What an Output is in the end. */
export function valueOf<T>(value: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const promise: unknown = Reflect.get(value, 'promise');
    if (typeof promise !== 'function') throw new Error('An Output should have a promise.');
    promise.call(value, true).then(resolve, reject);
  });
}

const secretMark = '4dabf18193072939515e22adb298388d';

/** Paths of all secrets in a serialized value. */
export function secretPaths(value: unknown): string[] {
  return pathsOf(value, (part) => isFields(part) && secretMark in part);
}

/** Paths of everything in a serialized value that is not known yet. */
export function unknownPaths(value: unknown): string[] {
  return pathsOf(value, (part) => part === '04da6b54-80e4-46f7-96ec-b56ff0331ba9');
}

/** A serialized value without the envelopes around its secrets. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isFields(value)) return value;
  if (secretMark in value) return revealed(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathsOf(value: unknown, isWanted: (part: unknown) => boolean, at = ''): string[] {
  if (isWanted(value)) return [at];
  if (Array.isArray(value)) return value.flatMap((item, i) => pathsOf(item, isWanted, `${at}[${i}]`));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    pathsOf(item, isWanted, at === '' ? key : `${at}.${key}`),
  );
}

/** The part of a request that is read here. */
interface Request {
  getObject(): { toJavaScript(): Fields } | undefined;
  getOutputs(): { toJavaScript(): Fields } | undefined;
  getPropertydependenciesMap(): Map<string, { getUrnsList(): string[] }>;
  getId(): string;
  getUrn(): string;
  toObject(): {
    readonly type: string;
    readonly name: string;
    readonly parent: string;
    readonly custom: boolean;
    readonly protect?: boolean;
    readonly provider: string;
    readonly dependenciesList: string[];
    readonly ignorechangesList: string[];
    readonly aliasesList: unknown[];
    readonly additionalsecretoutputsList: string[];
    readonly customtimeouts?: { create: string; update: string };
  };
}

type Respond = (error: null, response: unknown) => void;

/** Features that Pulumi's in-process monitor cannot have: it is no server that could call back. */
const unsupported: readonly string[] = ['outputValues', 'transforms', 'invokeTransforms'];

class RecordingMonitor {
  readonly resources: Registered[] = [];
  readonly outputs: Record<string, Fields> = {};

  supportsFeature(request: Request, respond: Respond): void {
    const isSupported = !unsupported.includes(request.getId());
    respond(null, { getHassupport: () => isSupported });
  }

  registerResource(request: Request, respond: Respond): void {
    const { type, name, custom, protect, provider, ...rest } = request.toObject();
    const inputs = request.getObject()?.toJavaScript() ?? {};
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((urns, property) => {
      propertyDependencies[property] = urns.getUrnsList().map(nameIn).sort();
    });
    this.resources.push({
      type,
      name,
      custom,
      inputs,
      provider,
      propertyDependencies,
      parent: nameIn(rest.parent),
      protect: protect ?? false,
      dependencies: rest.dependenciesList.map(nameIn).sort(),
      ignoreChanges: rest.ignorechangesList,
      aliases: rest.aliasesList.length,
      additionalSecretOutputs: rest.additionalsecretoutputsList,
      customTimeouts: rest.customtimeouts,
    });
    const response = new RegisterResourceResponse();
    response.setUrn(`urn:pulumi:stack::project::${type}::${name}`);
    response.setId(custom && !pulumi.runtime.isDryRun() ? `${name}-id` : '');
    response.setObject(Struct.fromJavaScript(inputs));
    respond(null, response);
  }

  registerResourceOutputs(request: Request, respond: Respond): void {
    this.outputs[nameIn(request.getUrn())] = request.getOutputs()?.toJavaScript() ?? {};
    respond(null, {});
  }

  invoke(_: Request, respond: Respond): void {
    const response = new InvokeResponse();
    response.setReturn(Struct.fromJavaScript({}));
    respond(null, response);
  }

  signalAndWaitForShutdown(_: Request, respond: Respond): void {
    respond(null, {});
  }
}

function nameIn(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}

function titleOf({ type, name }: Registered): string {
  return `${type} ${name}`;
}

/** A function of Pulumi's runtime that its types keep internal. */
function runtimeFunction(name: string): () => Promise<void> {
  const found: unknown = Reflect.get(pulumi.runtime, name);
  if (typeof found !== 'function') throw new Error(`Pulumi's runtime should have ${name}.`);
  return () => Promise.resolve(found());
}
