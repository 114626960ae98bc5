# shellcheck shell=bash
# 1,000 files of 10 KiB from a bucket of Ceph's object gateway to the disk. s3cmd, which gets one after the other, is no peer.
small_down start_ceph

aws_cp() { aws_s3 cp --only-show-errors --recursive s3://bucket/source "$out"; }
s3cmd_get() { s3_cmd get --recursive s3://bucket/source/ "$out/"; }

contestant peer aws aws_cp
contestant context s3cmd s3cmd_get
