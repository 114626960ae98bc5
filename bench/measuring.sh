# shellcheck shell=bash
# One benchmark: its programs take turns, every result is checked, the figures become a row.
#
# A file in benchmarks/ sets `files` and `bytes`, may set
#   aim_against, aim_most   the label of another program, and the ratio of ours to it that is aimed at
#   aims                    "name most ...": other figures that are aimed at, `memory_kib` or one of the notes
# registers its programs with `contestant` and defines
#   prepare   makes the data and the lists; returning 1 voids the benchmark
# and may replace
#   fresh      makes the place empty before each program, unmeasured; `i` is the program's number
#   right      whether the outputs are exactly what they must be
#   after_ours looks at our outputs once more and adds "name seconds" to the notes

begin_benchmark() {
    set_aside_count=0
    labels=() roles=() commands=() checks=()
    files=0 bytes=0 aim_against='' aim_most='' aims=''
    installed=$program_home
    # rounds in which the peak of our resident memory is taken; that costs one process start more
    memory_rounds=measured
    : > "$scratch/times"
    : > "$scratch/notes"
    work=$disk/$benchmark
    memory=$tmpfs/$benchmark
    source_files=$work/source
    out=$work/out
    mkdir -- "$work" "$memory"

    fresh() { set_aside "$out" && mkdir -- "$out"; }
    # every byte and every name, so that a file left behind shows too
    right() { diff -r -q -- "$source_files" "$out"; }
    after_ours() { :; }
}

# contestant ROLE LABEL FUNCTION [CHECK]
#   ours      the row's figure
#   variant   ours in another way, shown beside it
#   peer      does the same work; the best of them is what ours is divided by
#   context   shown, not compared: does less or other work; left out with --quick
#   limit     what the machine needs at least; the slowest one counts
# CHECK is `right` unless given; `-` for one that leaves no files
contestant() {
    [ "$quick$1" != yescontext ] || return 0
    roles+=("$1") labels+=("$2") commands+=("$3") checks+=("${4:-right}")
}

# The program under test; `program` names another of its start scripts, `installed` where they are.
ours() {
    local script=$installed/${program:-transfer}
    if [ "$take_memory" = yes ]; then
        /usr/bin/time -q -o "$scratch/memory" -f %M "$script" "$@"
    else
        "$script" "$@"
    fi
}

# json_list SOURCE-PREFIX DESTINATION-DIRECTORY-OR-URL < names
json_list() {
    local to=$2
    case $to in *://*) ;; *) to=file://$to ;; esac
    awk -v from="$1" -v to="$to" '
        BEGIN { printf "[" }
        {
            printf "%s\n{\"type\":\"transfer\",\"linkage\":\"input\",\"lfn\":\"%s\",\"id\":%d,", (NR > 1 ? "," : ""), $0, NR
            printf "\"src_urls\":[{\"site_label\":\"local\",\"url\":\"%s/%s\"}],", from, $0
            printf "\"dest_urls\":[{\"site_label\":\"local\",\"url\":\"%s/%s\"}]}", to, $0
        }
        END { print "\n]" }'
}

# Unpacks the bundle, which is what users have: `bundle` is where its start scripts are, `runtime` its Java.
unpack_the_bundle() {
    "$root/package" --built > "$scratch/package" 2>&1 || "$root/package" > "$scratch/package" 2>&1 \
        || { tail -n 3 "$scratch/package" >&2; return 1; }
    tar -xzf "$root/$(sed -n 's/^\(target[^ ]*\.tar\.gz\).*/\1/p' "$scratch/package")" -C "$scratch" || return 1
    bundle=$(echo "$scratch"/transfer-*/bin)
    runtime=${bundle%/bin}/runtime
}

# From here on the program under test is the one of the bundle, also with --clone.
use_the_bundle() {
    [ -n "$bundle" ] || unpack_the_bundle || return 1
    installed=$bundle
}

# How files are safely made, with as little as possible: all under other names first.
create_and_rename() {
    mkdir -- "$out/staged" && cp -- "$source_files"/* "$out/staged" && mv -- "$out/staged"/* "$out" && rmdir -- "$out/staged"
}

# random_bytes COUNT: fast to make, and nothing compresses them.
random_bytes() {
    head -c "$1" /dev/zero | openssl enc -aes-128-ctr -pass pass:bench -nosalt 2> /dev/null
}

# random_files COUNT SIZE DIRECTORY: f000000, f000001, ...
random_files() {
    mkdir -p -- "$3" && random_bytes $(($1 * $2)) | split -a 6 -d -b "$2" - "$3/f"
}

# set_aside DIRECTORY: ext4 without a journal does not use an inode again for minutes and searches past all of them for
# every new file, so many small files are removed at the very end.
set_aside() {
    [ ! -e "$1" ] || mv -- "$1" "$1.$((++set_aside_count))"
}

run_benchmark() {
    local TIMEFORMAT='%3R %3U %3S' order=() i status=0
    if prepare; then
        for ((i = 0; i < ${#labels[@]}; i++)); do order+=("$i"); done
        for ((round = first_round; round <= rounds; round++)); do
            for i in "${order[@]}"; do
                run_contestant "$i" || { void "${labels[i]}"; status=1; break 2; }
            done
            # another one begins each time, so that none always finds the caches that its neighbour left
            order=("${order[@]:1}" "${order[0]}")
        done
        [ $status -ne 0 ] || row
    else
        echo "$benchmark: VOID, it cannot be prepared"
        status=1
    fi
    stop_nginx
    stop_apache
    stop_sshd
    stop_vsftpd
    stop_ceph
    stop_gcs
    stop_crowded
    rm -rf -- "$memory"
    [ "$files" -gt 1 ] || rm -rf -- "$work"
    return $status
}

# Round 0 warms up: it is checked like the others and its time is dropped.
run_contestant() {
    fresh > "$scratch/output" 2>&1 || return 1
    take_memory=no
    if [ "${roles[$1]}" = ours ]; then
        [ "$memory_rounds$round" != "warm-up$first_round" ] || take_memory=yes
        [ "$memory_rounds" != measured ] || [ "$round" -eq 0 ] || take_memory=yes
    fi
    began=$EPOCHREALTIME
    { time "${commands[$1]}" > "$scratch/output" 2>&1; } 2> "$scratch/time"
    local code=$?
    if [ $code -ne 0 ]; then
        echo "exit code $code" >> "$scratch/output"
        return 1
    fi
    if [ "${checks[$1]}" != - ] && ! "${checks[$1]}" > "$scratch/differences" 2>&1; then
        { echo "wrong result:"; head -n 3 "$scratch/differences"; } >> "$scratch/output"
        return 1
    fi
    [ "$take_memory" = no ] || echo "memory_kib $(tail -n 1 "$scratch/memory")" >> "$scratch/notes"
    [ "$round" -gt 0 ] || return 0
    echo "$round ${roles[$1]} ${labels[$1]} $(tail -n 1 "$scratch/time")" >> "$scratch/times"
    [ "${roles[$1]}" != ours ] || after_ours >> "$scratch/notes"
}

void() {
    echo "$benchmark: VOID, $1 failed in round $round: $(tail -n 4 "$scratch/output" | tr '\n' ' ')"
}

row() {
    local common=(-v name="$benchmark" -v files="$files" -v bytes="$bytes" -v rounds="$rounds"
        -v aim_against="$aim_against" -v aim_most="$aim_most" -v aims="$aims" -v limits="$limits"
        -f "$here/row.awk")
    awk "${common[@]}" "$scratch/notes" "$scratch/times"
    local program=bundle
    [ "$installed" = "$bundle" ] || program=clone
    awk -v json=1 -v date="$(date -u +%Y-%m-%dT%H:%M:%SZ)" -v commit="$(commit)" -v program=$program \
        -v machine="$(machine_json)" "${common[@]}" "$scratch/notes" "$scratch/times" > "$scratch/row"
    cat -- "$scratch/row" >> "$scratch/rows"
    [ "$record" = no ] || cat -- "$scratch/row" >> "$here/history.jsonl"
}
