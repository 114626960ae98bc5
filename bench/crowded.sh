# shellcheck shell=bash
# A server that answers 503 to all above a number of requests at once.

crowded_pid=

# start_crowded DIRECTORY CAPACITY MILLISECONDS: sets `crowded` to its URL.
start_crowded() {
    stop_crowded
    . "$root/scripts/find-java.sh"
    find_java jdk || die "needs a JDK $java_version: $(how_to_install jdk)"
    rm -f -- "$scratch/crowded.port"
    "$java_home/bin/java" "$here/CrowdedServer.java" "$@" > "$scratch/crowded.port" 2> "$scratch/crowded.log" &
    crowded_pid=$!
    for _ in $(seq 200); do
        if [ -s "$scratch/crowded.port" ]; then
            crowded=http://127.0.0.1:$(cat "$scratch/crowded.port")
            return 0
        fi
        kill -0 "$crowded_pid" 2> /dev/null || break
        sleep 0.1
    done
    stop_crowded
    die "the crowded server does not start: $(tail -n 1 "$scratch/crowded.log")"
}

stop_crowded() {
    [ -n "$crowded_pid" ] || return 0
    kill "$crowded_pid" 2> /dev/null
    wait "$crowded_pid" 2> /dev/null
    crowded_pid=
}
