// One piece of work in a process of its own: `node bench/work.cjs NAME ARGUMENT...` prints what it measured as JSON.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { devNull, tmpdir } = require('node:os');
const { basename } = require('node:path');

process.on('warning', () => undefined);

function declaration(i, pools = 1) {
  return {
    name: `tenant-${i}`,
    namespace: 'storage',
    credsSecret: { name: 'credentials' },
    rpcSecret: { name: 'rpc', key: 'secret' },
    placement: { drives: 'distinct' },
    pools: Array.from({ length: pools }, (_, pool) => ({
      name: `pool-${pool}`,
      servers: 4,
      persistence: { volumesPerServer: 4 },
    })),
  };
}

function declarations(count) {
  return Array.from({ length: count }, (_, i) => declaration(i));
}

/** Of processor time: what others do on the machine does not count. */
function milliseconds(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

/**
 * `App.synth` of an app with a chart per tenant, and a digest of all its files. They are kept instead of written: what
 * the disk takes is the same for all, and on a slow one more than all else.
 */
function synth(Class, count) {
  const { Chart } = require('cdk8s');
  const { RustfsTenant } = require('rustfs-constructs/cdk8s');
  const app = new Class({ outdir: tmpdir() });
  for (const { name, namespace, ...props } of declarations(count)) {
    new RustfsTenant(new Chart(app, name, { namespace }), name, props);
  }
  const files = new Map();
  const { writeFileSync } = fs;
  fs.writeFileSync = (file, text) => files.set(basename(file), Buffer.from(text));
  const ms = milliseconds(() => app.synth());
  fs.writeFileSync = writeFileSync;
  if (files.size !== count) throw new Error(`${files.size} files of ${count} charts.`);
  const hash = createHash('sha256');
  for (const file of [...files.keys()].sort()) hash.update(file).update(files.get(file));
  return { ms, digest: hash.digest('hex') };
}

const works = {
  'stock-synth': (count) => synth(require('cdk8s').App, Number(count)),
  'fleet-synth': (count) => synth(require('rustfs-constructs/cdk8s').FleetApp, Number(count)),

  /** By the clock: what was loaded before goes on for a while beside it. */
  import(entry, over) {
    require(over);
    const start = performance.now();
    require(entry);
    return { ms: performance.now() - start };
  },

  /** Tenants as a stream: made, composed, printed and forgotten one by one. */
  stream(tenants) {
    const count = Number(tenants);
    const { composeTenant, toYaml } = require('rustfs-constructs');
    const out = fs.openSync(devNull, 'w');
    const ms = milliseconds(() => {
      for (let i = 0; i < count; i++) fs.writeSync(out, toYaml(composeTenant(declaration(i))));
    });
    return { ms, megabytes: process.resourceUsage().maxRSS / 1024 };
  },

  /** Interleaved, so that all see the same machine. `composeTenant` checks first; `checkTenant` is that part alone. */
  compose(count) {
    const { checkTenant, composeTenant } = require('rustfs-constructs');
    const specs = declarations(Number(count));
    const objects = specs.map((spec) => composeTenant(spec));
    const times = { composing: [], checking: [], printing: [] };
    for (let i = 0; i < 25; i++) {
      times.composing.push(milliseconds(() => specs.forEach((spec) => composeTenant(spec))));
      times.checking.push(milliseconds(() => specs.forEach((spec) => checkTenant(spec))));
      times.printing.push(milliseconds(() => objects.forEach((each) => JSON.stringify(each))));
    }
    const [composing, checking, printing] = Object.values(times).map((each) => median(each.slice(5)));
    return { ms: composing - checking, checkMs: checking, baseMs: printing };
  },

  /** `layoutOf` checks first. */
  layout(pools) {
    const { layoutOf } = require('rustfs-constructs');
    const spec = declaration(0, Number(pools));
    const times = Array.from({ length: 300 }, () => milliseconds(() => layoutOf(spec)));
    return { ms: median(times.slice(100)) };
  },
};

const [, , name, ...args] = process.argv;
console.log(JSON.stringify(works[name](...args)));
