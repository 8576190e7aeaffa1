import {
  ApiObject,
  App,
  ImplicitTokenResolver,
  LazyResolver,
  NumberStringUnionResolver,
  type IResolver,
  type JsonPatch,
} from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { KubernetesObject } from '../objects/object';
import { documentYaml, objectYaml, ordered } from '../yaml';

/**
 * An `ApiObject` of a composed object. What was composed is plain data, so nothing in it has to be resolved, which is
 * most of what rendering costs; with a patch, or where the app resolves in its own way, it renders as any other.
 */
export class ComposedObject extends ApiObject {
  private isPatched = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly composed: KubernetesObject,
  ) {
    super(scope, id, composed);
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...patches);
  }

  override toJson(): unknown {
    const plain = this.plain();
    return plain === undefined ? super.toJson() : ordered(plain);
  }

  /** `toJson` as cdk8s prints it. */
  toYaml(): string {
    const plain = this.toJson === ComposedObject.prototype.toJson ? this.plain() : undefined;
    return plain === undefined ? documentYaml(Object(this.toJson())) : objectYaml(plain);
  }

  /** The object before its fields are in order; undefined when there is something for cdk8s to resolve. */
  private plain(): object | undefined {
    const isPlain =
      !this.isPatched && !process.env.CDK8S_DISABLE_SORT && App.of(this).resolvers.every(isBuiltIn);
    // Metadata may have been added to, and resolves itself.
    return isPlain ? { ...this.composed, metadata: this.metadata.toJson() } : undefined;
  }

  /** The same with the labels that were composed. */
  toRecognizable(): KubernetesObject {
    const object: KubernetesObject = Object(this.toJson());
    const { labels = {} } = this.composed.metadata;
    return { ...object, metadata: { ...object.metadata, labels } };
  }
}

/**
 * The objects of a construct as they will be printed, patches and all: what the identity of a tenant is read from.
 * Labels tell which tenant and pool they are of, so those are taken as they were composed.
 */
export function renderedObjects(construct: IConstruct): KubernetesObject[] {
  return construct.node.children.filter(isComposed).map((object) => object.toRecognizable());
}

/** Whether the object was composed here. Not by `instanceof`, for which every ApiObject is one. */
export function isComposed(construct: IConstruct): construct is ComposedObject {
  return 'toRecognizable' in construct;
}

/** Whether the resolver leaves plain data alone. */
function isBuiltIn({ constructor }: IResolver): boolean {
  return [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver].some(
    (known) => known === constructor,
  );
}
