# shellcheck shell=bash
# 1,000 local files of 10 KiB. The peer proves as much as we do: a copy, and the digests of both sides.
files=1000 bytes=$((1000 * 10240))
aim_against=cp+sha256sum aim_most=1.00

prepare() {
    room "$disk" 100 || return 1
    random_files 1000 10240 "$source_files"
    ls "$source_files" | json_list "file://$source_files" "$out" > "$scratch/list.json"
}

transfer_list() { ours -f "$scratch/list.json"; }
copy() { cp -- "$source_files"/* "$out"; }
copy_and_sums() {
    cp -- "$source_files"/* "$out" || return 1
    (cd -- "$source_files" && sha256sum -- *) > "$scratch/sums" || return 1
    (cd -- "$out" && sha256sum -- *) | cmp - "$scratch/sums"
}

contestant ours ours transfer_list
contestant peer cp+sha256sum copy_and_sums
contestant context cp copy
contestant limit create+rename create_and_rename
