# shellcheck shell=bash
# One local file of 4 GiB from disk to disk, digest included. cp proves nothing.
files=1 bytes=$((4 << 30))
aim_against=cp aim_most=1.10

prepare() {
    room "$disk" 9000 || return 1
    mkdir -- "$source_files" && random_bytes $((4 << 30)) > "$source_files/big"
    echo big | json_list "file://$source_files" "$out" > "$scratch/list.json"
}

# pages of the run before must not be written out at the cost of the next
fresh() { rm -rf -- "$out" && mkdir -- "$out" && sync -f "$disk"; }

transfer_list() { ours -f "$scratch/list.json"; }
copy() { cp --reflink=never -- "$source_files/big" "$out"; }
copy_and_sums() { copy && sha256sum -- "$source_files/big" "$out/big"; }
write() { dd if="$source_files/big" of="$out/big" bs=1M; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours transfer_list
contestant peer cp copy
contestant context cp+sha256sum copy_and_sums
contestant limit write write
contestant limit sha256 sha256 -
