# shellcheck shell=bash
# 1,000 files of 10 KiB to Apache's WebDAV: a PUT, a HEAD and a MOVE each for us, a PUT and a PROPFIND for rclone.
files=1000 bytes=$((1000 * 10240))
aim_against=rclone aim_most=1.00

prepare() {
    room "$disk" 100 || return 1
    need rclone rclone
    random_files 1000 10240 "$source_files"
    start_apache "$work"
    ls "$source_files" > "$scratch/names"
    awk -v from="$source_files" -v to="dav://$dav/out" '{ printf "%s/%s %s/%s\n", from, $0, to, $0 }' \
        "$scratch/names" > "$scratch/pairs"
}

fresh() { set_aside "$out" && writable "$out"; }

upload_list() { ours -n 8 -f "$scratch/pairs"; }
rclone_copy() {
    rclone copy --config /dev/null --webdav-url "http://$dav/out" --transfers 8 --checkers 8 "$source_files" :webdav:
}

contestant ours ours upload_list
contestant peer rclone rclone_copy
contestant limit create+rename create_and_rename
