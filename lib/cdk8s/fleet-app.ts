import { App, Names, YamlOutputType, type ApiObject, type AppProps } from 'cdk8s';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentYaml } from '../yaml';
import { chartObjects, type ChartObjects } from './chart-objects';
import { isComposed } from './composed-object';

/**
 * A cdk8s `App` for many charts: it makes the same output, byte for byte, in time that grows with the number of charts,
 * where cdk8s' own grows with its square. All props, validations, resolvers, patches and dependencies mean the same.
 *
 * Where charts depend on each other or lie in each other, or construct metadata is recorded, it leaves everything to
 * the `App` that it extends.
 */
export class FleetApp extends App {
  private readonly recordsMetadata: boolean;

  constructor(props: AppProps = {}) {
    super(props);
    // As cdk8s decides it, which keeps the answer to itself.
    this.recordsMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  override synth(): void {
    const objects = this.recordsMetadata ? undefined : this.validObjects();
    if (objects === undefined) return super.synth();
    mkdirSync(this.outdir, { recursive: true });
    this.writeFiles(objects);
  }

  override synthYaml(): string {
    const objects = this.validObjects();
    return objects === undefined ? super.synthYaml() : yamlOf([...objects.values()].flat());
  }

  /** Undefined when something is cdk8s' own: to refuse what is invalid, too. */
  private validObjects(): ChartObjects | undefined {
    const isValid = this.node.findAll().every(({ node }) => node.validate().length === 0);
    return isValid ? chartObjects(this) : undefined;
  }

  /** The files of each kind of output (cdk8s app.ts, `synth`). */
  private writeFiles(objects: ChartObjects): void {
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (objects.size > 0) this.write('app', yamlOf([...objects.values()].flat()));
        return;
      case YamlOutputType.FILE_PER_CHART:
        for (const [chart, own] of objects) this.write(Names.toDnsLabel(chart), yamlOf(own));
        return;
      case YamlOutputType.FILE_PER_RESOURCE:
        for (const own of objects.values()) {
          for (const manifest of own.map(manifestOf)) {
            this.write(resourceFile(manifest.kind, manifest.metadata.name), documentYaml(manifest));
          }
        }
        return;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        for (const [chart, own] of objects) {
          const folder = Names.toDnsLabel(chart);
          mkdirSync(join(this.outdir, folder), { recursive: true });
          for (const object of own) {
            const file = resourceFile(object.kind, object.metadata.name);
            this.write(join(folder, file), documentYaml(manifestOf(object)));
          }
        }
        return;
    }
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.outdir, `${file}${this.outputFileExtension}`), text);
  }
}

/** What cdk8s says of every object that it renders. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function manifestOf(object: ApiObject): Manifest {
  return object.toJson();
}

function yamlOf(objects: readonly ApiObject[]): string {
  return objects.map(documentOf).join('---\n');
}

function documentOf(object: ApiObject): string {
  return isComposed(object) ? object.toYaml() : documentYaml(manifestOf(object));
}

function resourceFile(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
