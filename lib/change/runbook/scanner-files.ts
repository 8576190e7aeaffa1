import { drivePaths, poolAddress } from '../address';
import type { ObservedPool } from '../observed-pool';
import type { Step } from './runbook';
import type { Subject } from './subject';

/**
 * A decommission that failed at the scanner's own files, and the way on.
 *
 * The scanner keeps `.usage-cache.bin` and a `.bkp` of it for each bucket, and for all, in every erasure set of every pool
 * (crates/scanner/src/data_usage_define/persistence.rs), and writes all of them at every scan. A decommission moves an
 * object only where there is none, or where the one that is there is younger (crates/ecstore/src/data_movement/mod.rs,
 * is_superseding_unversioned_data_movement_object): else it is "Precondition failed", and the pool `failed`. So each file
 * is a toss of a coin, thrown again at every scan. While a decommission runs nobody scans (scanner_data_movement_active),
 * and what is missing is written anew: whoever deletes them in the retiring pool right before the start finds it complete.
 * They are deleted while the servers run: too few servers of a single pool shut the buckets of all.
 *
 * Measured with 1.0.0-rc.3, 4 x 1 beside 4 x 1: 7, 6 and 3 files failed, and no other object; without them it was complete
 * in two tries of two, within seconds where the objects had moved before, and no request of a client failed.
 */
export function goOnWithoutScannerFiles(
  { spec }: Subject,
  pool: ObservedPool,
  { byId, state, findPlace }: { readonly byId: string; readonly state: string; readonly findPlace: string },
): Step {
  const { namespace } = spec;
  const first = `${pool.statefulSet}-0`;
  return {
    title: 'If it has failed: see at what, and go on',
    text: [
      'Skip this when complete is true.',
      `The first command tells the objects that failed. Where all are called .rustfs.sys/buckets/…/.usage-cache.bin or .usage-cache.bin.bkp, every object of yours has moved: these are the scanner's, one for each pool, and RustFS moves them only where that of the other pool happens to be younger. The pool may not leave yet, since RustFS refuses a list without it until complete is true.`,
      `So the second command deletes those files on the drives of ${pool.name}, and nothing else, and the third starts again at once, before the next scan writes them anew. Where it tells other objects, mend what the log says about them first; where it tells none, the listing has timed out, and starting again goes on with what is left.`,
    ].join(' '),
    commands: [
      `kubectl logs ${first} -n ${namespace} -c rustfs | grep -o 'failed for [^:]*: [^"\\\\]*' | sort | uniq -c`,
      deleteScannerFiles(pool, namespace),
      `admin POST "v3/pools/clear?${byId}" && admin POST "v3/pools/decommission?${byId}"`,
    ],
    check: {
      commands: [findPlace, state],
      expect: 'complete is true. With failed: do this step again, as a scan may have come in between.',
    },
    back: 'As in the step before.',
  };
}

/** Removes exactly the scanner's files, by their whole names, from RustFS's own folder on each drive of a pool. */
function deleteScannerFiles(pool: ObservedPool, namespace: string): string {
  const pods = Array.from({ length: pool.servers }, (_, i) => `${pool.statefulSet}-${i}`);
  const address = poolAddress(pool.volumes);
  const drives = drivePaths(address?.kind === 'url' ? address.path : '');
  const names = ['.usage-cache.bin', '.usage-cache.bin.bkp'];
  const files = names.flatMap((name) => [`$d/${name}`, `$d/*/${name}`]);
  const script = `for d in ${drives.map((drive) => `${drive}/.rustfs.sys/buckets`).join(' ')}; do rm -rf ${files.join(' ')}; done`;
  return `for pod in ${pods.join(' ')}; do kubectl exec "$pod" -n ${namespace} -c rustfs -- sh -c '${script}'; done`;
}
