# shellcheck shell=bash
# The whole process for one object of 10 KiB from a bucket of Ceph's object gateway; what it costs to know S3 shows in `memory`.
files=1 bytes=10240
aim_against=rclone aim_most=1.00

prepare() {
    mkdir -- "$source_files" && random_bytes 10240 > "$source_files/small"
    start_ceph && rclone copyto "$source_files/small" "$remote/source/small"
}

download() { ours cp "$bucket/source/small" "$out/small"; }
rclone_copyto() { rclone copyto "$remote/source/small" "$out/small"; }
aws_cp() { aws_s3 cp --only-show-errors s3://bucket/source/small "$out/small"; }
s3cmd_get() { s3_cmd get s3://bucket/source/small "$out/small"; }

contestant ours ours download
contestant peer rclone rclone_copyto
contestant peer aws aws_cp
contestant peer s3cmd s3cmd_get
