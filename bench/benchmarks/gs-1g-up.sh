# shellcheck shell=bash
# 1 GiB from memory to a bucket of the hand-written Google Cloud Storage, which has to hash it, too.
big_up start_gcs
