# shellcheck shell=bash
# 1 GiB from memory to a bucket of Ceph's object gateway, in parts; everybody hashes every part, as the signatures want.
big_up start_ceph

aws_cp() { aws_s3 cp --only-show-errors "$source_files/big" s3://bucket/out/big; }
s3cmd_put() { s3_cmd put "$source_files/big" s3://bucket/out/big; }

contestant peer aws aws_cp
contestant peer s3cmd s3cmd_put
