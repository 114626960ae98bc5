# shellcheck shell=bash
# 1,000 files of 10 KiB from Apache's WebDAV to the disk.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=1.00

prepare() {
    room "$disk" 100 || return 1
    need rclone rclone
    random_files 1000 10240 "$source_files"
    start_apache "$work"
    ls "$source_files" > "$scratch/names"
    json_list "dav://$dav/source" "$out" < "$scratch/names" > "$scratch/list.json"
}

download_list() { ours -n 8 -f "$scratch/list.json"; }
rclone_copy() {
    rclone copy --config /dev/null --webdav-url "http://$dav/source" --transfers 8 --checkers 8 :webdav: "$out"
}

contestant ours ours download_list
contestant peer rclone rclone_copy
contestant limit create+rename create_and_rename
