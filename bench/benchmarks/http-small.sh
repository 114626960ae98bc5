# shellcheck shell=bash
# 5,000 files of 10 KiB over HTTP. No peer verifies; curl keeps names and connections, rclone also renames.
files=5000 bytes=$((5000 * 10240))
aim_against=rclone aim_most=1.00

prepare() {
    room "$disk" 300 || return 1
    need rclone rclone
    random_files 5000 10240 "$source_files"
    start_nginx "$work"
    ls "$source_files" > "$scratch/names"
    json_list "$web/source" "$out" < "$scratch/names" > "$scratch/list.json"
    awk -v from="$web/source" -v to="$out" '{ printf "url = \"%s/%s\"\noutput = \"%s/%s\"\n", from, $0, to, $0 }' \
        "$scratch/names" > "$scratch/curl.conf"
}

transfer_list() { ours -f "$scratch/list.json"; }
transfer_list_16() { ours -n 16 -f "$scratch/list.json"; }
curl_8() { curl -q -sS --fail -Z --parallel-max 8 -K "$scratch/curl.conf"; }
curl_16() { curl -q -sS --fail -Z --parallel-max 16 -K "$scratch/curl.conf"; }
# without a HEAD for each file, which its way of comparing would add
rclone_copy() {
    rclone copy --config /dev/null --http-url "$web/source" --http-no-head --files-from "$scratch/names" --no-traverse \
        --transfers 8 --checkers 8 :http: "$out"
}
loopback() { sed 's/^output = .*/output = "\/dev\/null"/' "$scratch/curl.conf" | curl -q -sS --fail -Z --parallel-max 8 -K -; }

contestant ours ours transfer_list
contestant variant ours-16 transfer_list_16
contestant peer curl-8 curl_8
contestant peer curl-16 curl_16
contestant peer rclone rclone_copy
contestant limit create+rename create_and_rename
contestant limit loopback loopback -
