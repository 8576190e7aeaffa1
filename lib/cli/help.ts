export const help = `rustfs-tenant: RustFS tenants as Kubernetes YAML, checked first

Usage
  rustfs-tenant render FILE... [--out DIR | --json] [options]
  rustfs-tenant check FILE... [--json] [options]
  rustfs-tenant layout FILE... [--tenant NAMESPACE/NAME] [--json] [--svg FILE] [--html FILE] [options]
  rustfs-tenant layout --pools 4x4,8x2 [--drive 1Ti] [--parity N] [--set-drives N]
  rustfs-tenant layout --suggest --usable 100Ti --survive servers=2 --nodes 12 --drives-per-node 8 --drive 4Ti

A FILE is YAML or JSON with Tenant manifests (rustfs.com/v1alpha1) or plain declarations (the same fields, with name
and namespace at the top and without apiVersion and kind). "-" reads standard input; a directory stands for the
.yaml, .yml and .json files in it.

Commands
  render    Prints the Kubernetes objects of every tenant. Documents of other kinds pass through, ahead of them.
  check     Reports every problem: where it is, what is wrong, how to fix it.
  layout    Shows a tenant's erasure sets: what it holds, what it survives, and what makes that certain. --pools shows
            those of SERVERSxDRIVES without a file; --suggest finds the layouts that are good for something.

Options
  --out DIR                  render: write DIR/NAMESPACE/TENANT/NN-kind-name.yaml and a kustomization.yaml instead
  --json                     render: print one List object; check and layout: print the report as JSON
  --svg FILE, --html FILE    layout: also write the map as a picture, or as a page to try failures on
  --namespace NAME           the namespace of tenants that name none
  --cluster-domain DOMAIN    the cluster's DNS domain, for all tenants (default cluster.local)
  --compatibility operator   exactly the objects of the RustFS operator, to take over tenants that it runs
  --help, --version

Exit codes
  0  fine, warnings included     1  the input has problems; render writes nothing     2  wrong usage

Examples
  rustfs-tenant check media.yaml
  rustfs-tenant render media.yaml | kubectl diff -f -
  rustfs-tenant render tenants/ --out deploy
  rustfs-tenant layout media.yaml --html layout.html
  kubectl get tenant media -n storage -o yaml | rustfs-tenant render - --compatibility operator
`;
