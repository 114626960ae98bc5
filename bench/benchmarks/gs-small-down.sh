# shellcheck shell=bash
# 1,000 files of 10 KiB from a bucket of the hand-written Google Cloud Storage to the disk.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=0.83

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    start_gcs && rclone copy "$source_files" "$remote/source" || return 1
    ls "$source_files" > "$scratch/names"
    json_list "$bucket/source" "$out" < "$scratch/names" > "$scratch/list.json"
}

download_list() { ours -n 8 -f "$scratch/list.json"; }
rclone_copy() { rclone copy "$remote/source" "$out"; }

contestant ours ours download_list
contestant peer rclone rclone_copy
