# shellcheck shell=bash
# 1,000 objects of 10 KiB from a bucket of the hand-written Google Cloud Storage to the disk.
small_down start_gcs
