# shellcheck shell=bash
# 1 GiB over HTTP to the disk, of which a run that was killed left 90 %, and the same from the beginning.
files=1 bytes=$((1 << 30))
aim_against=restart aim_most=1.00

prepare() {
    local pid size=0
    room "$disk" 5000 || return 1
    mkdir -- "$source_files" "$work/left" && random_bytes $((1 << 30)) > "$source_files/big" || return 1
    start_nginx "$work"
    echo "$web/source/big $out/big" > "$scratch/list"
    mkdir -- "$out" || return 1
    "$installed/transfer" -f "$scratch/list" --rate-limit 400M > "$scratch/output" 2>&1 &
    pid=$!
    # what was written, not how long the file is: its parts come side by side
    while [ "$size" -lt $((900 << 10)) ]; do
        kill -0 "$pid" 2> /dev/null || return 1
        size=$(du -sk -- "$out" | cut -f 1)
    done
    kill -9 "$pid"
    wait "$pid" 2> /dev/null
    cp -a -- "$out/." "$work/left" && rm -rf -- "$out"
}

# only ours finds something; pages of the run before must not be written out at the cost of the next
fresh() {
    rm -rf -- "$out" && mkdir -- "$out" || return 1
    [ "${roles[i]}" != ours ] || cp -a -- "$work/left/." "$out" || return 1
    sync -f "$disk"
}

continued() { ours -f "$scratch/list"; }
restart() { "$installed/transfer" -f "$scratch/list"; }
plain_curl() { curl -q -sS --fail -o "$out/big" "$web/source/big"; }

contestant ours ours continued
contestant peer restart restart
contestant context curl plain_curl
