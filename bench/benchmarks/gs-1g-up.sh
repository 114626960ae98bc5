# shellcheck shell=bash
# 1 GiB from memory to a bucket of the hand-written Google Cloud Storage, which has to hash it, too.
files=1 bytes=$((1 << 30))
aim_against=rclone aim_most=1.00
source_files=$memory/source

prepare() {
    room "$tmpfs" 1200 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_gcs
}

fresh() { empty_bucket; }
right() { rclone cat "$remote/out/big" | cmp - "$source_files/big"; }

upload() { ours cp "$source_files/big" "$bucket/out/big"; }
rclone_copyto() { rclone copyto "$source_files/big" "$remote/out/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours upload
contestant peer rclone rclone_copyto
contestant limit sha256 sha256 -
