# shellcheck shell=bash
# 16 processes that start together want one file of 256 MiB, by way of a cache that is empty before. curl fetches it 16 times.
files=16 bytes=$((16 << 28))
aim_against=curl-each aim_most=1.00
memory_rounds=none

prepare() {
    room "$disk" 6000 || return 1
    mkdir -- "$source_files" "$work/served" && random_bytes $((1 << 28)) > "$work/served/big"
    # one that has just changed is not kept
    touch -d '1 hour ago' "$work/served/big"
    for n in {1..16}; do ln "$work/served/big" "$source_files/$n"; done
    start_nginx "$work"
}

fresh() { rm -rf -- "$out" "$work/cache" && mkdir -- "$out" && sync -f "$disk"; }

# sixteen COMMAND...: with the number of each behind it
sixteen() {
    local n pids=()
    for n in {1..16}; do
        "$@" "$n" &
        pids+=($!)
    done
    for n in "${pids[@]}"; do wait "$n" || return 1; done
}

one_ours() { ours cp --cache "$work/cache" "$web/served/big" "$out/$1"; }
one_curl() { curl -q -sS --fail -o "$out/$1" "$web/served/big"; }
curl_and_sum() { one_curl "$1" && sha256sum -- "$out/$1"; }
shared() { sixteen one_ours; }
curl_each() { sixteen one_curl; }
curl_and_sum_each() { sixteen curl_and_sum; }

contestant ours ours shared
contestant peer curl-each curl_each
contestant context curl-each+sha256sum curl_and_sum_each
