# shellcheck shell=bash
# 1,000 files of 10 KiB to a bucket of Ceph's object gateway. s3cmd, which sends one after the other, is no peer.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=0.83

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    start_ceph || return 1
    ls "$source_files" > "$scratch/names"
    json_list "file://$source_files" "$bucket/out" < "$scratch/names" > "$scratch/list.json"
}

fresh() { empty_bucket; }
right() {
    rm -rf -- "$scratch/back" && rclone copy "$remote/out" "$scratch/back" && diff -r -q -- "$source_files" "$scratch/back"
}

upload_list() { ours -n 8 -f "$scratch/list.json"; }
rclone_copy() { rclone copy "$source_files" "$remote/out"; }
aws_cp() { aws_s3 cp --only-show-errors --recursive "$source_files" s3://bucket/out; }
s3cmd_put() { s3_cmd put --recursive "$source_files/" s3://bucket/out/; }

contestant ours ours upload_list
contestant peer rclone rclone_copy
contestant peer aws aws_cp
contestant context s3cmd s3cmd_put
