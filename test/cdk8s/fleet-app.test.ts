import { ApiObject, App, Chart, JsonPatch, Lazy, YamlOutputType, type AppProps } from 'cdk8s';
import { Construct, Node } from 'constructs';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FleetApp, RustfsTenant } from 'rustfs-constructs/cdk8s';
import { silenceWarnings } from '../support/warnings';

silenceWarnings();

type Build = (app: App) => void;

describe('an app for a fleet', () => {
  const outputTypes = [
    YamlOutputType.FILE_PER_APP,
    YamlOutputType.FILE_PER_CHART,
    YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ];

  test.each(outputTypes.map((type) => [YamlOutputType[type], type]))(
    'writes the files of cdk8s, byte for byte, as %s',
    (_, yamlOutputType) => {
      const build: Build = (app) => {
        fleet(app);
        new Chart(app, 'empty');
      };
      // A file per resource is named after the kind and the name alone.
      const isPerResource = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE;
      expectSame(isPerResource ? differentlyNamed : build, {
        yamlOutputType: Number(yamlOutputType),
        outputFileExtension: '.yml',
      });
    },
  );

  test('writes nothing for an app without charts', () => {
    expect(expectSame(() => undefined, { yamlOutputType: YamlOutputType.FILE_PER_APP })).toEqual({});
  });

  test('keeps patches, resolvers, labels, annotations and values that come late', () => {
    const build: Build = (app) => {
      const chart = new Chart(app, 'media', { namespace: 'storage', labels: { team: 'video' } });
      const tenant = tenantIn(chart, 'media');
      tenant.ioService.addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
      tenant.consoleService.metadata.addAnnotation('note', 'line 1\nline 2');
      tenant.headlessService.metadata.addLabel('late', Lazy.any({ produce: () => 'yes' }));
    };
    const resolvers: AppProps['resolvers'] = [
      { resolve: (context) => context.value === 'video' && context.replaceValue('films') },
    ];
    const files = expectSame(build, { resolvers });
    expect(files['media.k8s.yaml']).toContain('trafficDistribution: PreferClose');
    expect(files['media.k8s.yaml']).toContain('team: films');
    expect(files['media.k8s.yaml']).toContain('late: "yes"');
    expect(expectSame(build)['media.k8s.yaml']).toContain('team: video');
  });

  test('prints what an object says that renders in a way of its own', () => {
    const files = expectSame((app) => {
      const { ioService } = tenantIn(new Chart(app, 'media', { namespace: 'storage' }), 'media');
      ioService.toJson = () => ({ kind: 'Own', metadata: { name: 'own', labels: {} } });
    });
    expect(files['media.k8s.yaml']).toContain('kind: Own\nmetadata:\n  name: own\n  labels: {}\n');
  });

  test('sorts by dependencies inside a chart, and stays linear', () => {
    const build: Build = (app) => {
      fleet(app);
      const chart = new Chart(app, 'sorted');
      const first = new Construct(chart, 'first');
      const second = new Construct(chart, 'second');
      for (const name of ['a', 'b']) configMap(first, name);
      for (const name of ['c', 'd']) configMap(second, name);
      first.node.addDependency(second);
    };
    const files = expectSame(build);
    const names = [...(files['sorted.k8s.yaml'] ?? '').matchAll(/^ {2}name: (.)$/gm)].map(([, name]) => name);
    expect(names).toEqual(['c', 'd', 'a', 'b']);
    expect(walksOf(build)).toBe(walksOf(fleet));
  });

  test('honours CDK8S_DISABLE_SORT', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    try {
      expectSame(fleet);
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });

  test.each<[string, Build, AppProps]>([
    [
      'charts depend on each other',
      (app) => {
        fleet(app);
        new Chart(app, 'last').addDependency(...app.charts.slice(0, 2));
      },
      {},
    ],
    [
      'an object depends on another chart',
      (app) => {
        fleet(app);
        const [chart] = app.charts;
        if (chart !== undefined) configMap(new Chart(app, 'last'), 'late').addDependency(chart);
      },
      {},
    ],
    [
      'a chart lies in another',
      (app) => {
        configMap(new Chart(new Chart(app, 'outer'), 'inner'), 'deep');
      },
      {},
    ],
    [
      'a chart renders itself',
      (app) => {
        class OwnChart extends Chart {
          override toJson(): object[] {
            return [{ kind: 'Own', metadata: { name: 'own' } }];
          }
        }
        new OwnChart(app, 'own');
      },
      {},
    ],
    ['construct metadata is recorded', fleet, { recordConstructMetadata: true }],
    [
      'charts lie in constructs, or have numbers for names',
      (app) => {
        configMap(new Chart(new Construct(app, 'team'), 'chart'), 'a');
        configMap(new Chart(app, '10'), 'b');
        configMap(new Chart(app, '9'), 'c');
        configMap(new Chart(new Construct(new Chart(app, 'outer'), 'between'), 'inner'), 'd');
      },
      { yamlOutputType: YamlOutputType.FILE_PER_APP },
    ],
  ])('writes the files of cdk8s when %s', (_, build, props) => {
    expect(Object.keys(expectSame(build, props))).not.toEqual([]);
  });

  test('refuses what a validation refuses, in the words of cdk8s', () => {
    const build = (app: App) => {
      fleet(app);
      app.charts[1]?.node.addValidation({ validate: () => ['too small', 'too red'] });
      return app;
    };
    const refusal = (app: App): unknown => {
      try {
        return app.synthYaml();
      } catch (cause) {
        return String(cause);
      }
    };
    expect(refusal(build(new FleetApp()))).toBe(refusal(build(new App())));
    expect(refusal(build(new FleetApp()))).toContain('too red');
  });

  describe('loses no object to another of its name', () => {
    const perResource: AppProps = { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE };
    const rows: [string, Build, AppProps][] = [
      ['of tenants in two charts', fleet, perResource],
      [
        'of charts that depend on each other',
        (app) => {
          fleet(app);
          const [first, second] = app.charts;
          if (first !== undefined && second !== undefined) second.addDependency(first);
        },
        perResource,
      ],
      [
        'of other objects, in two charts',
        (app) => {
          for (const id of ['a', 'b']) configMap(new Chart(app, id), 'same');
        },
        perResource,
      ],
      [
        'within a chart, where each has a folder',
        (app) => {
          const chart = new Chart(app, 'chart');
          for (const namespace of ['a', 'b']) configMap(chart, 'same', namespace);
        },
        { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE },
      ],
      ['when construct metadata is recorded', fleet, { ...perResource, recordConstructMetadata: true }],
    ];

    test.each(rows)('%s', (_, build, props) => {
      const outdir = mkdtempSync(join(tmpdir(), 'fleet-'));
      const app = new FleetApp({ ...props, outdir });
      build(app);
      expect(() => app.synth()).toThrow(/^Two objects would be written to .*one would be lost/);
      expect(readdirSync(outdir)).toEqual([]);
      expect(app.synthYaml()).toContain('kind: ');
      rmSync(outdir, { recursive: true });
    });

    test('nor does the App of cdk8s lose a tenant’s to another’s, which the tenants see to', () => {
      const outdir = mkdtempSync(join(tmpdir(), 'fleet-'));
      const app = new App({ ...perResource, outdir });
      fleet(app);
      expect(() => app.synth()).toThrow(
        '[chart-0/media] Two objects would be written to ServiceAccount.media-sa',
      );
      for (const chart of app.charts.slice(1)) app.node.tryRemoveChild(chart.node.id);
      app.synth();
      expect(readdirSync(outdir)).toContain('StatefulSet.media-pool-0.k8s.yaml');
      rmSync(outdir, { recursive: true });
    });

    test('nor is one refused that a patch calls otherwise', () => {
      expectSame((app) => {
        for (const namespace of ['a', 'b']) {
          const tenant = tenantIn(new Chart(app, namespace, { namespace }), 'media');
          for (const object of namespace === 'a' ? [] : tenant.node.children) {
            if (ApiObject.isApiObject(object)) {
              object.addJsonPatch(JsonPatch.replace('/metadata/name', `other-${object.name}`));
            }
          }
        }
      }, perResource);
    });
  });

  test('walks the tree no more often for more charts', () => {
    expect(walksOf((app) => fleet(app, 4))).toBe(walksOf((app) => fleet(app, 40)));
  });
});

/** Builds the same app twice, and sees to it that both write the same files and the same text. */
function expectSame(build: Build, props: AppProps = {}): Record<string, string> {
  const [stock, ours] = [App, FleetApp].map((Class) => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    try {
      const app = new Class({ ...props, outdir: folder });
      build(app);
      app.synth();
      return { files: filesIn(folder), text: app.synthYaml() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  expect(ours).toEqual(stock);
  return ours?.files ?? {};
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    names.map((name): [string, string] => {
      const path = join(folder, name);
      return [name, statSync(path).isDirectory() ? '(folder)' : readFileSync(path, 'utf8')];
    }),
  );
}

/** How often the whole tree of an app is walked to print it. */
function walksOf(build: Build): number {
  const app = new FleetApp();
  build(app);
  const findAll = jest.spyOn(Node.prototype, 'findAll');
  app.synthYaml();
  const walks = findAll.mock.contexts.filter((node) => node === app.node).length;
  findAll.mockRestore();
  return walks;
}

function fleet(app: App, charts = 3): void {
  for (let i = 0; i < charts; i++) {
    tenantIn(new Chart(app, `chart-${i}`, { namespace: `storage-${i}` }), 'media');
  }
}

function differentlyNamed(app: App): void {
  for (const name of ['media', 'logs'])
    tenantIn(new Chart(app, `${name}-chart`, { namespace: 'storage' }), name);
  new Chart(app, 'empty');
}

function tenantIn(chart: Chart, name: string): RustfsTenant {
  return new RustfsTenant(chart, name, {
    credsSecret: { name: 'credentials' },
    rpcSecret: { name: 'rpc', key: 'secret' },
    pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } }],
  });
}

function configMap(scope: Construct, name: string, namespace = 'default'): ApiObject {
  const metadata = { name, namespace };
  return new ApiObject(scope, `${namespace}-${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
}
