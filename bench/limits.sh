# shellcheck shell=bash
# What this machine can do at best, measured before the first row: nothing that moves files can be faster for long.

# One JSON object: MiB a second, of SHA-256 on one core; `names` are files made and renamed a second on the disk.
limits_json() {
    local mebibytes=1024 file=$disk/limit place=$tmpfs/limit out=$disk/names
    [ "$quick" = no ] || mebibytes=256
    room_for_limits "$mebibytes" || { echo '{}'; return; }
    local -A rate
    rate[tmpfs_write]=$(rate_of "$mebibytes" dd if=/dev/zero of="$place" bs=1M count="$mebibytes")
    rate[disk_write]=$(rate_of "$mebibytes" dd if="$place" of="$file" bs=1M conv=fdatasync)
    # where it cannot be read past the cache, nothing is said rather than what memory does
    rate[disk_read]=$(rate_of "$mebibytes" dd if="$file" of=/dev/null bs=1M iflag=direct)
    start_nginx "$tmpfs" >&2
    rate[loopback]=$(rate_of "$mebibytes" curl -q -sS --fail -o /dev/null "$web/limit")
    stop_nginx
    rm -f -- "$file" "$place" "$tmpfs/.bench"
    rate[sha256]=$(openssl speed -seconds 1 -bytes 262144 -evp sha256 2> /dev/null \
        | awk 'END { sub(/k$/, "", $NF); printf "%.0f", $NF * 1000 / 1048576 }')
    local source_files=$tmpfs/names
    random_files 2000 1 "$source_files" && mkdir -- "$out"
    rate[names]=$(rate_of 2000 create_and_rename)
    rm -rf -- "$source_files"
    # not removed before the end: see set_aside
    mv -- "$out" "$disk/names.away"
    local name separator='{'
    for name in disk_write disk_read tmpfs_write loopback sha256 names; do
        printf '%s"%s":%s' "$separator" "$name" "${rate[$name]:-0}"
        separator=','
    done
    echo '}'
}

room_for_limits() {
    local benchmark=limits
    room "$disk" "$1" && room "$tmpfs" $((2 * $1))
}

# rate_of COUNT COMMAND...: how many a second; 0 when it fails
rate_of() {
    local count=$1 began=$EPOCHREALTIME
    shift
    if "$@" > "$scratch/limit.log" 2>&1; then
        awk -v count="$count" -v began="$began" -v ended="$EPOCHREALTIME" 'BEGIN { printf "%.0f", count / (ended - began) }'
    else
        echo 0
    fi
}
