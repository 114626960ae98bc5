# shellcheck shell=bash
# 1 GiB from a bucket of the hand-written Google Cloud Storage into memory.
big_down start_gcs
