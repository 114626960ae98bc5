# shellcheck shell=bash
# 1 GiB from Apache's WebDAV to the disk.
files=1 bytes=$((1 << 30))
aim_against=rclone aim_most=1.00

prepare() {
    room "$disk" 4000 || return 1
    need rclone rclone
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_apache "$work"
}

# pages of the run before must not be written out at the cost of the next
fresh() { rm -rf -- "$out" && mkdir -- "$out" && sync -f "$disk"; }

download() { ours cp "dav://$dav/source/big" "$out/big"; }
plain_curl() { curl -q -sS --fail -o "$out/big" "http://$dav/source/big"; }
rclone_copyto() { rclone copyto --config /dev/null --webdav-url "http://$dav/source" :webdav:big "$out/big"; }
loopback() { curl -q -sS --fail -o /dev/null "http://$dav/source/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }
write() { dd if="$source_files/big" of="$out/big" bs=1M; }

contestant ours ours download
contestant peer rclone rclone_copyto
contestant peer curl plain_curl
contestant limit write write
contestant limit loopback loopback -
contestant limit sha256 sha256 -
