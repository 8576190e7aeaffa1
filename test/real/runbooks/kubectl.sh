#!/usr/bin/env bash
# kubectl, for the commands of runbooks. kwok's pods run nothing: what shall run in a server runs here, with the server's
# variables, below a folder of the server's own ($PODS), and its curl finds a small RustFS (see CURL_HOME). A look that
# goes on until somebody presses Ctrl-C ends by itself. All else is the real one's ($KUBECTL).
set -euo pipefail

variables='
  .metadata as $metadata | .spec.containers[] | select(.name == "rustfs") | reduce .env[] as $variable ({};
    .[$variable.name] = (
      if $variable.valueFrom.fieldRef then $metadata[$variable.valueFrom.fieldRef.fieldPath | ltrimstr("metadata.")]
      elif $variable.valueFrom.secretKeyRef then
        ($variable.valueFrom.secretKeyRef as $at | $secrets.items[] | select(.metadata.name == $at.name) | .data[$at.key] | @base64d)
      else . as $known | ($variable.value // "") | gsub("\\$\\((?<name>[^)]+)\\)"; $known[.name] // "") end))
  | to_entries[] | "\(.key)=\(.value)" | @base64'

case "$1" in
  exec)
    shift
    while [ "$1" != -- ]; do
      case "$1" in
        -n) namespace=$2; shift 2 ;;
        -c) shift 2 ;;
        -i) shift ;;
        *) pod=$1; shift ;;
      esac
    done
    script=$4
    secrets=$("$KUBECTL" get secrets -n "$namespace" -o json)
    known=()
    while read -r variable; do known+=("$(base64 -d <<< "$variable")"); done < <(
      "$KUBECTL" get pod "$pod" -n "$namespace" -o json | jq -r --argjson secrets "$secrets" "$variables"
    )
    mkdir -p "$PODS/$pod"
    exec env -i PATH="$PATH" CURL_HOME="$CURL_HOME" "${known[@]}" sh -c "${script//\/data\//$PODS/$pod/data/}" "${@:5}"
    ;;
  logs) echo 'decommission_pool: failed for .usage-cache.bin: Precondition failed' ;;
  *)
    if [[ " $* " == *' --watch '* ]]; then timeout -s INT 3 "$KUBECTL" "$@" || true; else exec "$KUBECTL" "$@"; fi
    ;;
esac
