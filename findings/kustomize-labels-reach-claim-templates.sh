#!/usr/bin/env bash
# kustomize 5.7.1: `labels` with `includeTemplates: true` also labels a StatefulSet's volumeClaimTemplates.
#
# `labels` leaves selectors alone, so it is what one takes to label objects that exist, and `includeTemplates` reads as
# "the pods as well". It also writes into every claim template, which the API server lets nobody change, so that the next
# apply of a running StatefulSet is refused. `commonAnnotations` of the same kustomization stays out of them: it reaches
# the pod template only.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
GOBIN="$folder/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
cat >set.yaml <<'SET'
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: 'db:1' }] }
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
SET
# What a kustomization makes of the claim template's metadata, and of the selector.
made() {
  printf 'resources: [set.yaml]\n%s\n' "$1" >kustomization.yaml
  bin/kustomize build . >made.yaml
  echo "claim template: $(sed -n '/volumeClaimTemplates:/,$p' made.yaml | grep -c 'team: storage' || true)," \
    "selector: $(sed -n '/^  selector:/,/^  serviceName:/p' made.yaml | grep -c 'team: storage' || true)," \
    "pod template: $(sed -n '/^  template:/,/^  volumeClaimTemplates:/p' made.yaml | grep -c 'team: storage' || true)"
}
labels=$(made 'labels: [{ pairs: { team: storage }, includeTemplates: true }]')
annotations=$(made 'commonAnnotations: { team: storage }')
echo "labels, includeTemplates: $labels"
echo "commonAnnotations:        $annotations"
[ "$labels" = 'claim template: 1, selector: 0, pod template: 1' ]
[ "$annotations" = 'claim template: 0, selector: 0, pod template: 1' ]
