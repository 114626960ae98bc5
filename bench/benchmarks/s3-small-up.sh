# shellcheck shell=bash
# 1,000 files of 10 KiB to a bucket of Ceph's object gateway. s3cmd, which sends one after the other, is no peer.
small_up start_ceph

aws_cp() { aws_s3 cp --only-show-errors --recursive "$source_files" s3://bucket/out; }
s3cmd_put() { s3_cmd put --recursive "$source_files/" s3://bucket/out/; }

contestant peer aws aws_cp
contestant context s3cmd s3cmd_put
