import type { LiveTenant } from '../live-tenant';
import type { Owner } from './owner';
import { stillThere } from './rolled-out';
import type { HandoverStep } from './step';

/**
 * Helm deletes what its release has made, unless the release itself says to keep it: it reads the policy from its own
 * record, not from the live object (helm/helm issue 8132). Helm 3 takes a program as post-renderer, Helm 4 the name of a
 * plugin (helm.sh/docs/plugins/migrate).
 */
export function fromRelease(
  { pools }: LiveTenant,
  { release, namespace, version = 'VERSION' }: Owner & { readonly kind: 'helm' },
): HandoverStep[] {
  const kept = keptCommand(release, namespace);
  const sets = pools.map(({ set }) => set.name);
  return [
    {
      text:
        'Have the release keep every object. Helm reads helm.sh/resource-policy: keep from the release, not from live objects, so ' +
        'it goes in with an upgrade to the same chart, version and values, through a post-renderer that annotates every object: a ' +
        'program for Helm 3, a plugin for Helm 4. CHART is what the release was installed from.',
      commands: [
        'mkdir -p keep',
        `printf '#!/bin/sh\\nkubectl annotate --local -f - helm.sh/resource-policy=keep -o yaml\\n' > keep/keep.sh && chmod +x keep/keep.sh`,
        `printf '%s\\n' ${plugin.map((line) => `'${line}'`).join(' ')} > keep/plugin.yaml`,
        'case "$(helm version --short)" in v3*) keep=./keep/keep.sh ;; *) keep=keep; helm plugin list | grep -q ^keep || helm plugin install ./keep ;; esac',
        `helm upgrade ${release} CHART --version ${version} --reuse-values -n ${namespace} --post-renderer "$keep"`,
      ],
      check: 'the release keeps as many objects as it has, and no pod restarted.',
      checkCommands: [kept],
    },
    {
      text:
        'Uninstall the release, if it keeps every object. Without the step before, this would DELETE the StatefulSets, their pods and ' +
        'the Services.',
      commands: [
        `if ${kept}; then helm uninstall ${release} -n ${namespace}; else echo 'Not yet: the step before is not done.'; false; fi`,
        'case "$(helm version --short)" in v3*) ;; *) helm plugin uninstall keep ;; esac',
      ],
      check: 'it has listed every object as kept, and the StatefulSets are there as before.',
      checkCommands: [stillThere(namespace, sets)],
    },
  ];
}

const plugin = [
  'apiVersion: v1',
  'type: postrenderer/v1',
  'name: keep',
  'version: 1.0.0',
  'runtime: subprocess',
  'runtimeConfig:',
  '  platformCommand:',
  '    - command: ${HELM_PLUGIN_DIR}/keep.sh',
];

/** Counts what the release has and what it keeps; `kind:` stands in claim templates too, so only at the line's start. */
function keptCommand(release: string, namespace: string): string {
  return (
    `helm get manifest ${release} -n ${namespace} | awk '/^kind:/ {n++} /^    helm.sh\\/resource-policy: keep$/ {k++} ` +
    `END {print k + 0 " of " n + 0 " are kept"; exit !(n > 0 && k == n)}'`
  );
}
