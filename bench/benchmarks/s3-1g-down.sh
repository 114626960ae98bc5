# shellcheck shell=bash
# 1 GiB from a bucket of Ceph's object gateway into memory.
big_down start_ceph

aws_cp() { aws_s3 cp --only-show-errors s3://bucket/source/big "$out/big"; }
s3cmd_get() { s3_cmd get s3://bucket/source/big "$out/big"; }

contestant peer aws aws_cp
contestant peer s3cmd s3cmd_get
