# shellcheck shell=bash
# The Google Cloud Storage of the benchmarks: the hand-written server of the tests, which has everything in memory, on the
# loopback interface only. And what each client must know of it.

gcs_pid=

# start_gcs: sets `bucket` to our URL of its bucket, `remote` to rclone's
start_gcs() {
    stop_gcs
    . "$root/scripts/find-java.sh"
    find_java jdk || die "needs a JDK $java_version: $(how_to_install jdk)"
    local sources=$root/protocols/testkit/src/main/java/transfer/protocol/testkit
    mkdir -p -- "$scratch/gcs"
    "$java_home/bin/javac" -d "$scratch/gcs" "$sources"/Gcs*.java "$sources/HandWrittenGcs.java" "$sources/TestServer.java" \
        "$here/GcsServer.java" > "$scratch/gcs.log" 2>&1 || die "$(tail -n 3 "$scratch/gcs.log")"
    rm -f -- "$scratch/gcs.port"
    # an object of 1 GiB is there twice while it comes
    "$java_home/bin/java" -Xmx6g -cp "$scratch/gcs" GcsServer > "$scratch/gcs.port" 2>> "$scratch/gcs.log" &
    gcs_pid=$!
    for _ in $(seq 100); do
        if [ -s "$scratch/gcs.port" ]; then
            know_gcs "127.0.0.1:$(cat "$scratch/gcs.port")"
            return 0
        fi
        kill -0 "$gcs_pid" 2> /dev/null || break
        sleep 0.1
    done
    stop_gcs
    die "the store does not start: $(tail -n 1 "$scratch/gcs.log")"
}

know_gcs() {
    bucket=gs://bucket
    export STORAGE_EMULATOR_HOST=$1
    need rclone rclone
    remote=gcs:bucket
    export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_GCS_TYPE='google cloud storage' RCLONE_GCS_ANONYMOUS=true \
        RCLONE_GCS_NO_CHECK_BUCKET=true RCLONE_GCS_ENDPOINT="http://$1/storage/v1/" RCLONE_TRANSFERS=8 RCLONE_CHECKERS=8
}

stop_gcs() {
    [ -n "$gcs_pid" ] || return 0
    kill "$gcs_pid" 2> /dev/null
    wait "$gcs_pid" 2> /dev/null
    gcs_pid=
}
