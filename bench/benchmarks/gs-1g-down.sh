# shellcheck shell=bash
# 1 GiB from a bucket of the hand-written Google Cloud Storage into memory.
files=1 bytes=$((1 << 30))
aim_against=rclone aim_most=1.00
source_files=$memory/source
out=$memory/out

prepare() {
    room "$tmpfs" 2300 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_gcs && rclone copyto "$source_files/big" "$remote/source/big"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

download() { ours cp "$bucket/source/big" "$out/big"; }
rclone_copyto() { rclone copyto "$remote/source/big" "$out/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours download
contestant peer rclone rclone_copyto
contestant limit sha256 sha256 -
