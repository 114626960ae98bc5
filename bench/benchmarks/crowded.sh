# shellcheck shell=bash
# 300 files of 10 KiB from a server that takes 50 ms for each, works on 6 at once and answers 503 to all above. What
# `refused-...` tells is the number of these answers.
files=300 bytes=$((300 * 10240))
aim_against=curl-6 aim_most=1.50

prepare() {
    room "$disk" 50 || return 1
    random_files 300 10240 "$source_files"
    start_crowded "$source_files" 6 50 || return 1
    ls "$source_files" > "$scratch/names"
    json_list "$crowded/source" "$out" < "$scratch/names" > "$scratch/list.json"
    awk -v from="$crowded/source" -v to="$out" '{ printf "url = \"%s/%s\"\noutput = \"%s/%s\"\n", from, $0, to, $0 }' \
        "$scratch/names" > "$scratch/curl.conf"
}

counted() {
    local label=$1 count
    shift
    "$@" || return 1
    count=$(curl -q -sS "$crowded/refused")
    [ "$round" -eq 0 ] || echo "refused-$label $count" >> "$scratch/notes"
}

# with more tries than usual, because nothing is compared where items fail
transfer_auto() { counted auto ours -n auto -m 20 -f "$scratch/list.json"; }
transfer_8() { counted 8 ours -n 8 -m 20 -f "$scratch/list.json"; }
# a fixed number so far above what the server takes may end with the server given up: its time says nothing then
transfer_32() { counted 32 unless_given_up ours -n 32 -m 20 -f "$scratch/list.json"; }
unless_given_up() { "$@" || echo "given-up-32 1" >> "$scratch/notes"; }
# curl is told what the server takes; with more, it ends with files missing even where it may retry
curl_6() { counted curl-6 curl -q -sS --fail -Z --parallel-max 6 -K "$scratch/curl.conf"; }

contestant ours ours transfer_auto
contestant variant ours-8 transfer_8
contestant variant ours-32 transfer_32 -
contestant peer curl-6 curl_6
