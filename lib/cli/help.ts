export const help = `rustfs-tenant: RustFS tenants as Kubernetes YAML, checked first

Usage
  rustfs-tenant render FILE... [--out DIR | --json] [--lock FILE] [options]
  rustfs-tenant check FILE... [--json] [--lock FILE] [options]
  rustfs-tenant plan OLD NEW [--json | --markdown] [--lock FILE] [options]
  rustfs-tenant plan --live FILE NEW [--manager NAME] [--json | --markdown] [--lock FILE] [options]
  rustfs-tenant runbook KIND FILE... [--tenant NAMESPACE/NAME] [--json | --record] [--lock FILE] [options]
  rustfs-tenant forget NAMESPACE/NAME --reason TEXT --date DAY [--lock FILE] [FILE...] [options]
  rustfs-tenant layout FILE... [--tenant NAMESPACE/NAME] [--json] [--svg FILE] [--html FILE] [options]
  rustfs-tenant adopt FILE... [--tenant NAMESPACE/NAME]
  rustfs-tenant layout --pools 4x4,8x2 [--drive 1Ti] [--parity N] [--set-drives N]
  rustfs-tenant layout --suggest --usable 100Ti --survive servers=2 --nodes 12 --drives-per-node 8 --drive 4Ti

A FILE is YAML or JSON with Tenant manifests (rustfs.com/v1alpha1) or plain declarations (the same fields, with name
and namespace at the top and without apiVersion and kind). "-" reads standard input; a directory stands for the
.yaml, .yml and .json files in it.

Commands
  render    Prints the Kubernetes objects of every tenant. Documents of other kinds pass through, ahead of them.
  check     Reports every problem: where it is, what is wrong, how to fix it.
  plan      Says what a change does: to the data, to who reads and writes it, and to every object. OLD and NEW are
            declarations or rendered folders; --live reads what kubectl printed.
  runbook   Prints a procedure as Markdown, with the commands, a check after each step and the way back. KIND is size-up,
            tls, cluster-domain, append-pool, retire-pool, rotate-root, rename-root, rotate-rpc, rotate-ca,
            rotate-kms-token, upgrade or replace.
  forget    Gives a tenant up, data and all: takes it out of the lock and leaves a record there, so that plan lets it go
            and its names are never used again. It must be in none of the FILEs any more, nor in files beside those that
            the lock knows; nothing in the cluster changes.
  layout    Shows a tenant's erasure sets: what it holds, what it survives, and what makes that certain. --pools shows
            those of SERVERSxDRIVES without a file; --suggest finds the layouts that are good for something.
  adopt     Writes the declaration of a live tenant, of the operator or of the Helm chart, from what kubectl get -o yaml
            prints of it; on standard error, what changes and how to hand over. It is refused rather than guessed.

Options
  --out DIR                  render: write DIR/NAMESPACE/TENANT/NN-kind-name.yaml and a kustomization.yaml instead
  --json                     render: print one List object; the others: print the report as JSON
  --pool NAME, --server N, --drive N, --size AMOUNT, --image IMAGE, --secret NAME, --rpc-secret NAME
                             runbook: what it is about
  --app NAME                 runbook: the Argo CD Application or Flux Kustomization (default NAMESPACE-TENANT)
  --record                   runbook tls, cluster-domain and retire-pool: take the outcome into the lock instead; to retire
                             a pool say --reason TEXT and --date 2026-11-25 as well
  --reason TEXT, --date DAY  runbook --record and forget: why and when, such as 2026-11-25; both are kept in the lock
  --manager NAME             plan --live: the field manager of whoever applies NEW (default kubectl; argocd-controller,
                             kustomize-controller, helm-controller, pulumi-kubernetes)
  --markdown                 plan: print a comment for a pull request
  --lock FILE                the lock file (default rustfs-tenant.lock.yaml beside the FILEs or NEW); render --out makes
                             and keeps it, and what it knows is never lost: pools are appended or retired, tenants forgotten
  --svg FILE, --html FILE    layout: also write the map as a picture, or as a page to try failures on
  --namespace NAME           the namespace of tenants that name none
  --cluster-domain DOMAIN    the cluster's DNS domain, for all tenants (default cluster.local)
  --compatibility operator   exactly the objects of the RustFS operator, to take over tenants that it runs
  --help, --version

Exit codes
  0  fine, warnings included     1  the input has problems; render writes nothing     2  wrong usage
  plan: 0  nothing, or in place     3  restarts servers     4  needs a procedure     5  refused

Examples
  rustfs-tenant check media.yaml
  rustfs-tenant render media.yaml | kubectl apply --server-side --force-conflicts -f -
  rustfs-tenant render tenants/ --out deploy
  rustfs-tenant plan main/tenants tenants --markdown
  rustfs-tenant runbook retire-pool media.yaml --pool pool-0 > retire.md
  kubectl get statefulset,service,serviceaccount,poddisruptionbudget -n storage -o yaml --show-managed-fields |
    rustfs-tenant plan --live - media.yaml
  rustfs-tenant layout media.yaml --html layout.html
  kubectl get tenant media -n storage -o yaml | rustfs-tenant render - --compatibility operator
  kubectl get statefulset,service,poddisruptionbudget,configmap,secret -n storage -o yaml --show-managed-fields |
    rustfs-tenant adopt - > media.yaml
`;
