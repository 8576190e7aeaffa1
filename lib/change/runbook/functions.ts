import type { PoolLayout } from '../../erasure';
import { tenantSelector, type Subject } from './subject';

/** What a runbook brings about, or begins with. */
export interface Circumstances {
  /** A server that goes away in the course of it: one of a pool, or the whole pool. */
  readonly pool?: string | undefined;
  readonly server?: number | undefined;
  /** Pools whose servers are not there yet. */
  readonly absent?: readonly string[];
  /** Whether drives may be full: what makes room restarts nothing. */
  readonly mayBeFull?: boolean;
  /** Whether empty drives take the place of drives of `pool`, while others may be dead. */
  readonly replaces?: boolean;
}

/**
 * Shell functions that the commands use. Those that ask RustFS do so from inside a server, with its own address, trust and
 * credentials, so that none of them leaves the pod. The image has curl (server contract 3.2).
 */
export function functions(subject: Subject, given: Circumstances = {}): string[] {
  const { spec, pools } = subject;
  const pool = pools.find(({ name }) => name !== given.pool) ?? pools[0];
  const isAlone = pool?.servers === 1;
  const ordinal = pool?.name === given.pool && given.server === 0 && !isAlone ? 1 : 0;
  const asked = `${pool?.statefulSet ?? ''}-${ordinal}`;
  // Where other servers may be lost, the one that is asked may be among them.
  const exec = `-n ${spec.namespace} ${given.replaces === true ? `"\${ASK:-${asked}}"` : asked} -c rustfs -- sh -c`;
  const server = inServer(
    `$(hostname).${pool?.service ?? ''}.${spec.namespace}.svc.${clusterDomain(subject)}`,
  );
  return [
    '# Names the servers that are not ready and the drives that are not ok, and fails. What is to be replaced it takes by the name of the server, and the path of the drive: all_ready POD PATH',
    `all_ready() { ${getPods(subject)} | jq -er --arg but "\${1:-}" '${notReady(subject, given)}' && drives_ok "$@"; }`,
    `drives_ok() { local said; for _ in ${asOftenAs}; do said=$(admin GET v3/storageinfo | jq -r --arg but "\${1:-}" --arg path "\${2:-}" '${notOk(given)}'); if [ "$said" = ok ]; then return 0; fi; sleep 5; done; echo "drives: \${said:-nobody answers}" >&2; return 1; }`,
    ...whatIsLost(subject, given),
    '# Asks a server for the write quorum of every erasure set, and S3 for its buckets: prints 200 when both answer so, and asks for half a minute before it prints anything else.',
    `healthy() { kubectl exec ${exec} '${server}; ${asksS3}'; }`,
    "# Calls the admin API from inside a server, with the server's own credentials: admin GET v3/pools/list; with a body: admin PUT PATH FILE",
    `admin() { kubectl exec \${3:+-i} ${exec} '${server}; ${callsAdmin}' admin "$@" < "\${3:-/dev/null}"; }`,
  ];
}

/** What lets a replacement go on while others are dead, as it may be the way out. */
function whatIsLost(subject: Subject, given: Circumstances): string[] {
  const layout = subject.pools.find(({ name }) => name === given.pool)?.layout;
  if (given.replaces !== true || layout === undefined) return [];
  return [
    '# Fails when what is left of an erasure set, without POD or its drive at PATH and what else is dead, does not restore it: replaceable POD PATH. Where nobody answers since the server that is asked is lost, name another of its StatefulSet: ASK=POD',
    `replaceable() { local away said; all_ready "$@" && return; away=$(${getPods(subject)} | jq -c '${away(subject, given)}'); said=$(admin GET v3/storageinfo | jq -r --argjson away "$away" --arg pod "$1" --arg path "\${2:-}" '${notRestorable(layout)}'); if [ "$said" = ok ]; then echo "nothing is lost: the others restore it"; else echo "STOP: \${said:-nobody answers}" >&2; return 1; fi; }`,
  ];
}

/** Every five seconds, for half a minute: S3 opens seconds after a server is ready, and others learn of its drives later. */
const asOftenAs = '1 2 3 4 5 6';

/** How a server is called from inside its pod: `u` is its address, `t` and `h` and `r` are options of curl. */
function inServer(host: string): string {
  return [
    // A server with certificates speaks https only, and under the name by which its peers call it.
    `s="\${RUSTFS_TLS_PATH:+https}"`,
    `u="\${s:-http}://\${RUSTFS_LOCAL_ENDPOINT_HOST:-${host}}:9000"`,
    `t=""`,
    `[ -f "$RUSTFS_TLS_PATH/ca.crt" ] && t="--cacert $RUSTFS_TLS_PATH/ca.crt"`,
    `[ -f "$RUSTFS_TLS_PATH/client_cert.pem" ] && t="$t --cert $RUSTFS_TLS_PATH/client_cert.pem --key $RUSTFS_TLS_PATH/client_key.pem"`,
    // Not every curl hashes bodies for S3, and RustFS asks for the header (server contract 12.1).
    `h="x-amz-content-sha256: UNSIGNED-PAYLOAD"`,
    `r="aws:amz:\${RUSTFS_REGION:-us-east-1}:s3"`,
    // curl reads credentials and bodies as quoted texts of its configuration, so they are no arguments of a process.
    `q() { sed "s/[\\\\\\\\\\"]/\\\\\\\\&/g"; }`,
    // Root by every name that RustFS takes it by, in its order (rustfs/src/config/config_struct.rs, resolve_credential).
    'of() { eval "printf %s \\"\\${RUSTFS_$1:-\\${MINIO_$1:-}}\\""; }',
    'root() { v=$(of "$1"); f=$(of "$1_FILE"); [ -n "$v" ] || [ -z "$f" ] || v=$(cat "$f"); [ -n "$v" ] || v=$(of "$2"); printf %s "${v:-rustfsadmin}"; }',
    'user() { printf "user=\\"%s\\"\\n" "$(printf "%s:%s" "$(root ACCESS_KEY ROOT_USER)" "$(root SECRET_KEY ROOT_PASSWORD)" | q)"; }',
  ].join('; ');
}

/**
 * Cluster health sees the shards and the locks, and is 200 while every request for a bucket gets 503 (server contract 12.1;
 * seen on a 4 x 2 with one drive dead on each of two servers). The list of buckets passes the same gate, also where there
 * is no bucket yet (crates/ecstore/src/cluster/rpc/peer_s3_client.rs, list_bucket_for_scanner and get_bucket_info).
 */
const asksS3 = [
  `s3() { user | curl -sS -m 20 -w "%{http_code}" -K - --aws-sigv4 "$r" -H "$h" $t "$@"; }`,
  `ask() { c=$(curl -sS -m 20 -o /dev/null -w "%{http_code}" $t "$u/minio/health/cluster"); [ "$c" = 200 ] || return`,
  `l=$(s3 "$u/"); c=$(printf %s "$l" | tail -c 3); [ "$c" = 200 ] || return`,
  `b=$(printf %s "$l" | grep -o "<Name>[^<]*" | head -n 1 | cut -c 7-); [ -z "$b" ] || c=$(s3 -o /dev/null "$u/$b?list-type=2&max-keys=0"); }`,
  `for i in ${asOftenAs}; do ask; if [ "$c" = 200 ] || [ "$i" = 6 ]; then break; fi; sleep 5; done`,
  `echo "$c"; [ "$c" = 200 ]`,
].join('; ');

/** Queries stand in the order of their names: curl before 8 signs them as they are (server contract 12.1). */
const callsAdmin = [
  `body() { [ -z "$1" ] || printf "data-binary=\\"%s\\"\\n" "$(tr -d "\\n" | q)"; }`,
  `{ user; body "$3"; } | curl -fsS -K - --aws-sigv4 "$r" -H "$h" $t -X "$1" "$u/rustfs/admin/$2"`,
].join('; ');

function getPods(subject: Subject): string {
  return `kubectl get pods -n ${subject.spec.namespace} -l ${tenantSelector(subject)} -o json`;
}

/** What jq makes of the tenant's pods: an error with the names of the servers that are away. */
function notReady(subject: Subject, given: Circumstances): string {
  return `${away(subject, given)} - [$but] | if . == [] then "all servers are ready" else error("not ready: " + join(" ")) end`;
}

/** What jq makes of the tenant's pods: the names of the servers that are away. */
function away({ pools }: Subject, { absent = [] }: Circumstances): string {
  const servers = pools
    .filter(({ name }) => !absent.includes(name))
    .map(({ statefulSet, servers: count }) => [statefulSet, count]);
  const expected = `[${JSON.stringify(Object.fromEntries(servers))} | to_entries[] | .key as $set | range(.value) | "\\($set)-\\(.)"]`;
  const isUp =
    '.metadata.deletionTimestamp == null and any(.status.conditions[]?; .type == "Ready" and .status == "True")';
  return `${expected} - [.items[] | select(${isUp}) | .metadata.name]`;
}

/**
 * What jq makes of the drives that RustFS lists: `ok`, or those that are not. With two drives per server a dead one is a
 * server that answers for no bucket, which its readiness does not show; one that is still to be healed has fewer shards than
 * it seems. And a server does not start on a drive with no room at all: it makes its folders first
 * (crates/ecstore/src/disk/local.rs, make_volumes; seen as "[FATAL] Server runtime failed: Disk full").
 */
function notOk({ mayBeFull = false }: Circumstances): string {
  const isReplaced = '$but != "" and (.endpoint | contains("//\\($but).") and endswith($path))';
  const full = mayBeFull ? '' : 'elif (.availspace // 1048576) < 1048576 then "full" ';
  const wrong = `if .state != "ok" then .state elif .healing then "healing" ${full}else empty end`;
  return `[(.info // .).disks[] | select(${isReplaced} | not) | .endpoint + " " + (${wrong})] | if . == [] then "ok" else join(", ") end`;
}

/**
 * What jq makes of the drives when some are given up: `ok`, or why not. Those that are good are counted, so one that is not
 * listed is dead; so are those of a server that is away, which RustFS lists as ok for a while (seen 15 seconds after). The format has to be read from more than half of the pool's drives before an empty one gets it
 * (crates/ecstore/src/store/init_format.rs, select_format_erasure_in_quorum, at 1.0.0-rc.3). Where the drive keeps its server
 * down, the others of that server are dead as shards, which nobody has seen, and come back as formats.
 */
function notRestorable({ servers, drivesPerServer, dataDrives }: PoolLayout): string {
  const isThere = 'any($away[]; . as $server | $at | contains("//\\($server).")) | not';
  const drive = `.endpoint as $at | {pool: .pool_index, set: .set_index, up: (.state == "ok" and (${isThere})), healing, own: ($at | contains("//\\($pod)."))} | .goes = (.own and ($at | endswith($path))) | .good = (.up and (.healing | not))`;
  const left = (which: string) => `[$all[] | select((.goes | not) and ${which})] | length`;
  const drives = servers * drivesPerServer;
  return [
    `[(.info // .).disks[] | ${drive}] as $all`,
    '| [$all[] | select(.goes)] as $going',
    `| ([$going[] | {pool, set}] | unique | map(. as $set | ${left('.good and {pool, set} == $set')}) | min) as $shards`,
    `| (${left('.pool == $going[0].pool and (.up or (.own and ($away | index($pod))))')}) as $formats`,
    `| if ($going | length) != (if $path == "" then ${drivesPerServer} else 1 end) then "RustFS lists other drives of \\($pod)"`,
    'elif ($going | all(.good)) then "what is to be replaced is ok: first mend what is not"',
    `elif $shards < ${dataDrives} then "an erasure set would have \\($shards) good drives, and ${dataDrives} restore it"`,
    `elif $formats * 2 <= ${drives} then "\\($formats) of ${drives} drives of the pool would have a format, and with an empty one no server starts unless more than half have"`,
    'else "ok" end',
  ].join(' ');
}

function clusterDomain({ spec }: Subject): string {
  return (spec.clusterDomain ?? 'cluster.local').toLowerCase().replace(/\.$/, '');
}
