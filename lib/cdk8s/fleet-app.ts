import { ApiObject, App, Chart, Names, YamlOutputType, type AppProps } from 'cdk8s';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentYaml } from '../yaml';
import { chartObjects, type ChartObjects } from './chart-objects';
import { isComposed } from './composed-object';
import { guardsFiles, lossText, resourceFileName, type Manifest } from './resource-files';

/**
 * A cdk8s `App` for many charts: it makes the same output, byte for byte, in time that grows with the number of charts,
 * where cdk8s' own grows with its square. All props, validations, resolvers, patches and dependencies mean the same.
 *
 * Where charts depend on each other or lie in each other, or construct metadata is recorded, it leaves everything to
 * the `App` that it extends.
 */
export class FleetApp extends App {
  /** Its tenants need not look after their files. */
  readonly [guardsFiles] = true;
  private readonly recordsMetadata: boolean;

  constructor(props: AppProps = {}) {
    super(props);
    // As cdk8s decides it, which keeps the answer to itself.
    this.recordsMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** @throws when two objects would be written to one file, of which cdk8s keeps the last. Nothing is written then. */
  override synth(): void {
    const objects = this.recordsMetadata ? undefined : this.validObjects();
    if (objects === undefined) {
      refuseLosses([...this.resourceFiles()]);
      return super.synth();
    }
    const files = [...this.filesOf(objects)];
    refuseLosses(files);
    mkdirSync(this.outdir, { recursive: true });
    for (const folder of this.folders()) mkdirSync(join(this.outdir, folder), { recursive: true });
    for (const { folder = '', name, text } of files) {
      writeFileSync(join(this.outdir, folder, `${name}${this.outputFileExtension}`), text());
    }
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
  private *filesOf(objects: ChartObjects): Iterable<OutputFile> {
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (objects.size > 0) {
          yield { name: 'app', of: 'the app', text: () => yamlOf([...objects.values()].flat()) };
        }
        return;
      case YamlOutputType.FILE_PER_CHART:
        for (const [chart, own] of objects) {
          yield { name: Names.toDnsLabel(chart), of: `chart ${chart.node.path}`, text: () => yamlOf(own) };
        }
        return;
      case YamlOutputType.FILE_PER_RESOURCE:
        for (const own of objects.values()) {
          for (const object of own) yield resourceFile(manifestOf(object), object.node.path);
        }
        return;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        for (const [chart, own] of objects) {
          const folder = Names.toDnsLabel(chart);
          for (const object of own) {
            const file = { ...resourceFile(object, object.node.path), folder };
            yield { ...file, text: () => documentYaml(manifestOf(object)) };
          }
        }
        return;
    }
  }

  /** Also of a chart without objects, as cdk8s makes them. */
  private folders(): string[] {
    const isPerChart = this.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    return isPerChart ? this.charts.map((chart) => Names.toDnsLabel(chart)) : [];
  }

  /** The files of resources that are left to cdk8s, by the chart where each chart has a folder. */
  private *resourceFiles(): Iterable<OutputFile> {
    for (const chart of this.charts) {
      const of = `chart ${chart.node.path}`;
      if (this.yamlOutputType === YamlOutputType.FILE_PER_RESOURCE) {
        for (const manifest of chart.toJson()) yield resourceFile(manifest, of);
      } else if (this.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE) {
        const own = chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
        for (const object of own.filter((each) => Chart.of(each) === chart)) {
          yield { ...resourceFile(object, of), folder: chart.node.path };
        }
      }
    }
  }
}

/** A file that is about to be written, and of what. */
interface OutputFile {
  readonly folder?: string;
  readonly name: string;
  readonly of: string;
  readonly text: () => string;
}

/** @throws when two files have one path. */
function refuseLosses(files: readonly OutputFile[]): void {
  const first = new Map<string, OutputFile>();
  for (const file of files) {
    const path = join(file.folder ?? '', file.name);
    const other = first.get(path);
    if (other !== undefined) throw new Error(lossText(path, other.of, file.of));
    first.set(path, file);
  }
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

function resourceFile(manifest: Manifest, of: string): OutputFile {
  return { name: resourceFileName(manifest), of, text: () => documentYaml(manifest) };
}
