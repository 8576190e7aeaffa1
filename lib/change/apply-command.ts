/**
 * How objects are applied, everywhere and always, so that each field has one owner: the server's own apply, with kubectl's
 * own field manager. Without force it conflicts as soon as a value differs from what `kubectl apply` once wrote, and has
 * applied the other objects by then; with it, kubectl takes its former entry over (kubectl pkg/cmd/apply/apply.go,
 * `migrateToSSAIfNecessary`), so that what is left out later goes. Held by test/real/field-owners.
 */
export const applyCommand = 'kubectl apply --server-side --force-conflicts';
