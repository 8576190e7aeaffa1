import type { Step } from './runbook';

/**
 * Keys that are deleted, and are there again once the first pool has retired.
 *
 * A DELETE in a bucket with versions puts its delete marker into the first pool that takes writes, wherever the versions
 * are (crates/ecstore/src/store/object.rs, handle_delete_object_with_journal), and a decommission leaves a marker behind
 * that is the only entry of its key in its pool (crates/ecstore/src/core/pools.rs, should_skip_decommission_delete_marker).
 * Measured with 1.0.0-rc.3 in three runs: of 7 deleted keys, the 2 or 3 whose versions were in the other pool could be read
 * again. Before, they were listed although reading them gave 404, which is how they are found.
 */
export const noteDeletedKeys: Step = {
  title: 'Note which deleted keys would come back',
  text: 'Only for buckets with versions. In a tenant of several pools, RustFS 1.0.0-rc.3 keeps the delete marker in the first pool, wherever the versions of the object are, and a decommission leaves such a marker behind: the object is there again, with its last version. These keys are known by being listed although they cannot be read. Run this for each such bucket, with the AWS CLI as a user who may list and read; it asks for every key once.',
  commands: [
    'BUCKET=name-of-the-bucket',
    'date -u +%FT%TZ > "deleted-$BUCKET.since"',
    `aws s3api list-objects-v2 --bucket "$BUCKET" --query 'Contents[].[Key]' --output text | while IFS= read -r key; do aws s3api head-object --bucket "$BUCKET" --key "$key" 2>&1 > /dev/null < /dev/null | grep -q '(404)' && printf '%s\\n' "$key"; done > "deleted-$BUCKET.keys"`,
  ],
  check: {
    commands: ['wc -l deleted-*.keys'],
    expect: 'there is a file for every bucket with versions. An empty one is the best.',
  },
  back: 'Nothing has changed yet.',
};

/** Puts the markers back: a deletion that keeps every version, and only of keys that nobody has written since. */
export const deleteAgain: Step = {
  title: 'Delete again what has come back',
  text: 'For each bucket of which you noted keys. Each gets a delete marker as it had; its versions stay. A key that somebody has written meanwhile is left alone.',
  commands: [
    'BUCKET=name-of-the-bucket',
    `while IFS= read -r key; do at=$(aws s3api head-object --bucket "$BUCKET" --key "$key" --query LastModified --output text 2> /dev/null < /dev/null) && [[ "$at" < "$(cat "deleted-$BUCKET.since")" ]] && aws s3api delete-object --bucket "$BUCKET" --key "$key" < /dev/null; done < "deleted-$BUCKET.keys"`,
  ],
  check: {
    commands: [
      `aws s3api list-objects-v2 --bucket "$BUCKET" --query 'Contents[].[Key]' --output text | grep -Fxf "deleted-$BUCKET.keys"`,
    ],
    expect: 'it prints only keys that somebody has written meanwhile.',
  },
  back: 'aws s3api delete-object with the --version-id of the marker makes the object readable again.',
};
