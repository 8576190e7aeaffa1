import type { RealTenant } from './tenant';

/** A kubectl for a tenant that runs here: it gets the pods, and runs in a pod's network, with its names and variables. */
export function kubectl(tenant: RealTenant): string {
  const running = tenant.pods.filter((pod) => tenant.isRunning(pod));
  const items = running.map((name) => ({
    metadata: { name },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }));
  const processes = running.map((pod) => `${pod}) pid=${tenant.proc(pod, 'stat').split(' ')[0]} ;;`);
  return `
    [ "$1" != get ] || { echo '${JSON.stringify({ items })}'; exit; }
    while [ "$1" != -- ]; do case "$1" in ${processes.join(' ')} esac; shift; done; shift
    exec nsenter --target "$pid" --net --uts -- unshare --mount -- bash -c '
      cp "/proc/$0/root/etc/hosts" hosts && mount --bind hosts /etc/hosts
      mapfile -d "" -t env < "/proc/$0/environ" && exec env -i "\${env[@]}" "$@"' "$pid" "$@"`;
}
