# shellcheck shell=bash
# The whole process of a clone's ./transfer for one file of three bytes. Starting the same runtime for nothing is the reference; what
# `ours` takes beyond `ours-java` is the launcher's.
files=1 bytes=3
aim_against=java-version aim_most=2.50
memory_rounds=warm-up

prepare() {
    installed=$root
    mkdir -- "$source_files" && printf abc > "$source_files/tiny"
    echo tiny | json_list "file://$source_files" "$out" > "$scratch/list.json"
    java_command
}

# The command that the launcher becomes, read from the process while it waits for its list.
java_command() {
    local pipe=$scratch/pipe pid try
    mkfifo -- "$pipe" && mkdir -p -- "$out"
    "$root/transfer" -f "$pipe" > /dev/null 2>&1 &
    pid=$!
    for try in {1..200}; do
        case $(readlink "/proc/$pid/exe") in */java) break ;; esac
        sleep 0.05
    done
    mapfile -d '' -t java < "/proc/$pid/cmdline"
    cat -- "$scratch/list.json" > "$pipe" &
    wait "$pid"
    kill $! 2> /dev/null
    [ "${java[-1]-}" = "$pipe" ] || die "the launcher did not become a java process"
    java[-1]=$scratch/list.json
    [ -x "${java[0]}" ] || die "cannot find the runtime that ./transfer uses"
}

transfer_list() { ours -f "$scratch/list.json"; }
without_launcher() { "${java[@]}"; }
runtime_only() { "${java[0]}" -version; }
copy() { cp -- "$source_files/tiny" "$out"; }

contestant ours ours transfer_list
contestant variant ours-java without_launcher
contestant peer java-version runtime_only -
contestant context cp copy
