# shellcheck shell=bash
# 1 GiB from memory to a bucket of Ceph's object gateway, in parts; everybody hashes every part, as the signatures want.
files=1 bytes=$((1 << 30))
aim_against=rclone aim_most=1.00
source_files=$memory/source

prepare() {
    room "$tmpfs" 1200 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_ceph
}

# what was there takes memory until it is removed for good
fresh() { empty_bucket; }
right() { rclone cat "$remote/out/big" | cmp - "$source_files/big"; }

upload() { ours cp "$source_files/big" "$bucket/out/big"; }
rclone_copyto() { rclone copyto "$source_files/big" "$remote/out/big"; }
aws_cp() { aws_s3 cp --only-show-errors "$source_files/big" s3://bucket/out/big; }
s3cmd_put() { s3_cmd put "$source_files/big" s3://bucket/out/big; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours upload
contestant peer rclone rclone_copyto
contestant peer aws aws_cp
contestant peer s3cmd s3cmd_put
contestant limit sha256 sha256 -
