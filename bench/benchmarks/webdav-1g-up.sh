# shellcheck shell=bash
# 1 GiB to Apache's WebDAV. We hash, write under a hidden name, ask for the size and rename; curl does none of it.
files=1 bytes=$((1 << 30))
aim_against=rclone aim_most=1.00

prepare() {
    room "$disk" 4000 || return 1
    need rclone rclone
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_apache "$work"
}

# pages of the run before must not be written out at the cost of the next
fresh() { rm -rf -- "$out" && writable "$out" && sync -f "$disk"; }

upload() { ours cp "$source_files/big" "dav://$dav/out/big"; }
plain_curl() { curl -q -sS --fail -T "$source_files/big" "http://$dav/out/big"; }
rclone_copyto() { rclone copyto --config /dev/null --webdav-url "http://$dav/out" "$source_files/big" :webdav:big; }
sha256() { openssl dgst -sha256 "$source_files/big"; }
write() { dd if="$source_files/big" of="$out/big" bs=1M; }

contestant ours ours upload
contestant peer rclone rclone_copyto
contestant peer curl plain_curl
contestant limit write write
contestant limit sha256 sha256 -
