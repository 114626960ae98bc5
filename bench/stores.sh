# shellcheck shell=bash
# The rows that the object stores have in common. STORE is how it is started: start_ceph, start_gcs. Peers besides rclone
# are the row's own.

# small_up STORE: 1,000 files of 10 KiB from the disk to a bucket
small_up() {
    small_objects "$1"

    prepare() {
        small_files && $store || return 1
        json_list "file://$source_files" "$bucket/out" < "$scratch/names" > "$scratch/list.json"
    }
    fresh() { empty_bucket; }
    right() {
        rm -rf -- "$scratch/back" && rclone copy "$remote/out" "$scratch/back" && diff -r -q -- "$source_files" "$scratch/back"
    }
    run_list() { ours -n 8 -f "$scratch/list.json"; }
    rclone_copy() { rclone copy "$source_files" "$remote/out"; }
    sha256_of_all() { openssl dgst -sha256 "$source_files"/*; }

    contestant ours ours run_list
    contestant peer rclone rclone_copy
    contestant limit sha256 sha256_of_all -
}

# small_down STORE: the same from a bucket to the disk
small_down() {
    small_objects "$1"

    prepare() {
        small_files && $store && rclone copy "$source_files" "$remote/source" || return 1
        json_list "$bucket/source" "$out" < "$scratch/names" > "$scratch/list.json"
    }
    run_list() { ours -n 8 -f "$scratch/list.json"; }
    rclone_copy() { rclone copy "$remote/source" "$out"; }

    contestant ours ours run_list
    contestant peer rclone rclone_copy
    contestant limit create+rename create_and_rename
}

small_objects() {
    store=$1
    files=1000 bytes=$((1000 * 10240))
    aim_against=rclone aim_most=0.83
}

small_files() {
    room "$disk" 100 && random_files 1000 10240 "$source_files" && ls "$source_files" > "$scratch/names"
}

# big_up STORE: 1 GiB from memory to a bucket
big_up() {
    big_object "$1"

    prepare() { room "$tmpfs" 1200 && big_file && $store; }
    # what was there takes memory until it is removed for good
    fresh() { empty_bucket; }
    right() { rclone cat "$remote/out/big" | cmp - "$source_files/big"; }
    upload() { ours cp "$source_files/big" "$bucket/out/big"; }
    rclone_copyto() { rclone copyto "$source_files/big" "$remote/out/big"; }

    contestant ours ours upload
    contestant peer rclone rclone_copyto
    contestant limit sha256 sha256_of_big -
}

# big_down STORE: 1 GiB from a bucket into memory
big_down() {
    big_object "$1"
    out=$memory/out

    prepare() { room "$tmpfs" 2300 && big_file && $store && rclone copyto "$source_files/big" "$remote/source/big"; }
    fresh() { rm -rf -- "$out" && mkdir -- "$out"; }
    download() { ours cp "$bucket/source/big" "$out/big"; }
    rclone_copyto() { rclone copyto "$remote/source/big" "$out/big"; }

    contestant ours ours download
    contestant peer rclone rclone_copyto
    contestant limit sha256 sha256_of_big -
}

big_object() {
    store=$1
    files=1 bytes=$((1 << 30))
    aim_against=rclone aim_most=1.00
    source_files=$memory/source
}

big_file() { mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"; }
sha256_of_big() { openssl dgst -sha256 "$source_files/big"; }
