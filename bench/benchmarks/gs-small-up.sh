# shellcheck shell=bash
# 1,000 files of 10 KiB to a bucket of the hand-written Google Cloud Storage.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=0.83

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    start_gcs || return 1
    ls "$source_files" > "$scratch/names"
    json_list "file://$source_files" "$bucket/out" < "$scratch/names" > "$scratch/list.json"
}

fresh() { empty_bucket; }
right() {
    rm -rf -- "$scratch/back" && rclone copy "$remote/out" "$scratch/back" && diff -r -q -- "$source_files" "$scratch/back"
}

upload_list() { ours -n 8 -f "$scratch/list.json"; }
rclone_copy() { rclone copy "$source_files" "$remote/out"; }

contestant ours ours upload_list
contestant peer rclone rclone_copy
