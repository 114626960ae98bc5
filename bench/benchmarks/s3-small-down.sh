# shellcheck shell=bash
# 1,000 files of 10 KiB from a bucket of Ceph's object gateway to the disk. s3cmd, which gets one after the other, is no peer.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=0.83

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    start_ceph && rclone copy "$source_files" "$remote/source" || return 1
    ls "$source_files" > "$scratch/names"
    json_list "$bucket/source" "$out" < "$scratch/names" > "$scratch/list.json"
}

download_list() { ours -n 8 -f "$scratch/list.json"; }
rclone_copy() { rclone copy "$remote/source" "$out"; }
aws_cp() { aws_s3 cp --only-show-errors --recursive s3://bucket/source "$out"; }
s3cmd_get() { s3_cmd get --recursive s3://bucket/source/ "$out/"; }

contestant ours ours download_list
contestant peer rclone rclone_copy
contestant peer aws aws_cp
contestant context s3cmd s3cmd_get
