# shellcheck shell=bash
# 1,000 files of 10 KiB to a bucket of the hand-written Google Cloud Storage.
small_up start_gcs
