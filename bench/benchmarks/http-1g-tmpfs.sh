# shellcheck shell=bash
# 1 GiB over HTTP into memory: what the program costs where no disk hides it.
files=1 bytes=$((1 << 30))
aim_against=curl aim_most=1.15
out=$memory/out

prepare() {
    room "$disk" 2000 && room "$tmpfs" 2500 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_nginx "$work"
    echo big | json_list "$web/source" "$out" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

transfer_list() { ours -f "$scratch/list.json"; }
plain_curl() { curl -q -sS --fail -o "$out/big" "$web/source/big"; }
curl_and_sum() { plain_curl && sha256sum -- "$out/big"; }
copy() { cp -- "$source_files/big" "$out"; }
loopback() { curl -q -sS --fail -o /dev/null "$web/source/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours transfer_list
contestant peer curl plain_curl
contestant context curl+sha256sum curl_and_sum
contestant limit tmpfs-copy copy
contestant limit loopback loopback -
contestant limit sha256 sha256 -
