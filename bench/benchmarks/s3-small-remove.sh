# shellcheck shell=bash
# 1,000 objects of 10 KiB removed from a bucket of Ceph's object gateway, whose names nobody is told.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=0.83

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    start_ceph
}

fresh() { rclone copy "$source_files" "$remote/out"; }
right() { [ -z "$(rclone lsf "$remote")" ]; }

remove() { ours rm -r "$bucket/out"; }
rclone_delete() { rclone delete "$remote/out"; }
aws_rm() { aws_s3 rm --only-show-errors --recursive s3://bucket/out; }
s3cmd_del() { s3_cmd del --recursive s3://bucket/out/; }

contestant ours ours remove
contestant peer rclone rclone_delete
contestant peer aws aws_rm
contestant peer s3cmd s3cmd_del
