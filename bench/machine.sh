# shellcheck shell=bash
# What the benchmarks stand on: tools, directories, facts about the machine.

disk=${TRANSFER_BENCH_DIR:-/var/tmp}
tmpfs=${TRANSFER_BENCH_TMPFS:-/dev/shm}

# need COMMAND PACKAGE: installs the Debian package when it may, and says so.
need() {
    command -v "$1" > /dev/null 2>&1 && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null 2>&1; then
        die "needs $1: apt-get install $2"
    fi
    echo "bench: installing $2" >&2
    # a package must not start its daemon: we start ours, on a port of its own
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy" && made=$policy
    fi
    {
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$2" \
            || { apt-get -q -o DPkg::Lock::Timeout=300 update \
                && apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$2"; }
    } > "$scratch/apt.log" 2>&1 < /dev/null
    [ -z "$made" ] || rm -f -- "$made"
    command -v "$1" > /dev/null 2>&1 || die "cannot install $2: $(tail -n 2 "$scratch/apt.log")"
}

# Directories of this run, named by its process, so that one that was killed hard is cleaned up by the next.
make_work() {
    local base old
    for base in "$disk" "$tmpfs"; do
        [ -d "$base" ] || mkdir -p -- "$base" || die "cannot make $base"
        for old in "$base"/transfer-bench.*; do
            [ -d "$old" ] && ! kill -0 "${old##*.}" 2> /dev/null && rm -rf -- "$old"
        done
        mkdir -m 700 -- "$base/transfer-bench.$$" || die "cannot write to $base"
    done
    disk=$disk/transfer-bench.$$
    tmpfs=$tmpfs/transfer-bench.$$
    scratch=$tmpfs/scratch
    mkdir -- "$scratch"
}

remove_work() {
    case $disk in */transfer-bench.$$) rm -rf -- "$disk" ;; esac
    case $tmpfs in */transfer-bench.$$) rm -rf -- "$tmpfs" ;; esac
}

# room DIRECTORY MEBIBYTES: whether that much is free.
room() {
    [ "$(df -Pm -- "$1" | awk 'NR == 2 { print $4 }')" -gt "$2" ] && return
    echo "$benchmark: needs $2 MiB in $1" >&2
    return 1
}

# names_left DIRECTORY COUNT: whether so many more files can be made; systems that have no limit tell none.
names_left() {
    local left
    left=$(df -Pi -- "$1" | awk 'NR == 2 { print $4 }')
    case $left in *[!0-9]* | '') return 0 ;; esac
    [ "$left" -gt "$2" ] && return
    echo "$benchmark: needs $2 more inodes in $1" >&2
    return 1
}

busy() {
    awk -v load="$1" -v cores="$(nproc)" 'BEGIN { exit !(load > cores / 2) }'
}

cpu_model() {
    awk -F ': *' '/^model name|^Model name/ { print $2; exit }' /proc/cpuinfo
}

machine_words() {
    echo "$(nproc) x $(cpu_model), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB," \
        "Linux $(uname -r | cut -d - -f 1), disk $(stat -f -c %T -- "$disk")"
}

# One JSON object; no name of host, user or path.
machine_json() {
    printf '{"cores":%d,"cpu":"%s","memory_gib":%.0f,"kernel":"%s","disk":"%s","load":%s}' \
        "$(nproc)" "$(cpu_model)" "$(awk '/^MemTotal/ { print $2 / 1048576 }' /proc/meminfo)" \
        "$(uname -r | cut -d - -f 1)" "$(stat -f -c %T -- "$disk")" "$load"
}

commit() {
    local dirty=
    [ -z "$(git -C "$root" status --porcelain -- . ':!bench' 2> /dev/null)" ] || dirty=-changed
    echo "$(git -C "$root" rev-parse --short=12 HEAD 2> /dev/null || echo none)$dirty"
}
