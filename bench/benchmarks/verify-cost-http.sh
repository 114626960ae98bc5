# shellcheck shell=bash
# What proof costs: 1 GiB over HTTP to the disk, compared with the list's digest, and without any proof.
files=1 bytes=$((1 << 30))
aim_against=verify-off aim_most=1.02

prepare() {
    local digest
    room "$disk" 4000 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big" || return 1
    start_nginx "$work"
    digest=$(sha256sum < "$source_files/big")
    echo "$web/source/big $out/big sha256:${digest%% *}" > "$scratch/list"
    # a digest that the list tells is computed whatever is asked for
    echo "$web/source/big $out/big" > "$scratch/list-without"
}

# pages of the run before must not be written out at the cost of the next
fresh() { rm -rf -- "$out" && mkdir -- "$out" && sync -f "$disk"; }

required() { ours -f "$scratch/list" --verify require; }
off() { "$installed/transfer" -f "$scratch/list-without" --verify off; }

contestant ours ours required
contestant peer verify-off off
