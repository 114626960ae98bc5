# shellcheck shell=bash
# 1 GiB over HTTP to the disk. curl proves nothing; curl+sha256sum reads the file again for its digest.
files=1 bytes=$((1 << 30))
aim_against=curl aim_most=1.15

prepare() {
    room "$disk" 4000 || return 1
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_nginx "$work"
    echo big | json_list "$web/source" "$out" > "$scratch/list.json"
}

# pages of the run before must not be written out at the cost of the next
fresh() { rm -rf -- "$out" && mkdir -- "$out" && sync -f "$disk"; }

transfer_list() { ours -f "$scratch/list.json"; }
plain_curl() { curl -q -sS --fail -o "$out/big" "$web/source/big"; }
curl_and_sum() { plain_curl && sha256sum -- "$out/big"; }
loopback() { curl -q -sS --fail -o /dev/null "$web/source/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }
write() { dd if="$source_files/big" of="$out/big" bs=1M; }
write_and_force() { dd if="$source_files/big" of="$out/big" bs=1M conv=fdatasync; }

contestant ours ours transfer_list
contestant peer curl plain_curl
contestant context curl+sha256sum curl_and_sum
contestant context dd+fdatasync write_and_force
contestant limit write write
contestant limit loopback loopback -
contestant limit sha256 sha256 -
