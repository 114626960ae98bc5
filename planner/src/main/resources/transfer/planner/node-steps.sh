# What jobs on their own nodes have in common: POSIX shell, read by the script of every such job.
# A job ends with the exit code of its task, or with 71 when something around the task failed.

node_say() {
    printf '%s: %s\n' "$node_name" "$1" >&2
}

node_fail() {
    node_say "$1"
    exit 71
}

# $1: the directory of the job is its "start", or "own" where it gets one
# $2: the file for the digests of what the job makes; empty for none
node_begin() {
    node_task_pid=
    node_timer_pid=
    node_own=
    node_container_id=
    pegasus_lite_start_dir=$PWD
    trap 'node_end' EXIT
    trap 'node_stop 129' HUP
    trap 'node_stop 130' INT
    trap 'node_stop 143' TERM
    node_meta_file=$2
    case $node_meta_file in
        '' | /*) ;;
        *) node_meta_file=$PWD/$node_meta_file ;;
    esac
    # HTCondor holds a job that does not leave the files behind that it names
    [ -z "$node_meta_file" ] || printf '[]\n' > "$node_meta_file" || node_fail "cannot write $node_meta_file"
    case $1 in
        own) node_take_directory ;;
    esac
    pegasus_lite_work_dir=$PWD
    export pegasus_lite_start_dir pegasus_lite_work_dir
}

node_take_directory() {
    for node_place in "${PEGASUS_WN_TMP-}" "${_CONDOR_SCRATCH_DIR-}" "${OSG_WN_TMP-}" \
        "${TG_NODE_SCRATCH-}" "${TG_CLUSTER_SCRATCH-}" "${SCRATCH-}" "${TMPDIR-}" "${TMP-}" /tmp; do
        if [ -n "$node_place" ] && [ -d "$node_place" ] && [ -w "$node_place" ]; then
            node_free=$(df -kP "$node_place" 2> /dev/null | sed -n '2s/.* \([0-9][0-9]*\)  *[0-9-]*%.*/\1/p')
            if [ "${node_free:-0}" -ge "${PEGASUS_WN_TMP_MIN_SPACE:-1000000}" ] 2> /dev/null \
                && node_own=$(mktemp -d "$node_place/pegasus.XXXXXXXXX"); then
                cd "$node_own" || node_fail "cannot work in $node_own"
                for node_meta in "$pegasus_lite_start_dir"/*.meta; do
                    [ ! -f "$node_meta" ] || cp -- "$node_meta" . || node_fail "cannot copy $node_meta"
                done
                return
            fi
        fi
    done
    node_own=
    node_fail "no directory to work in has ${PEGASUS_WN_TMP_MIN_SPACE:-1000000} KB free"
}

# What HTCondor fetches; a script says it by a function of its own.
node_leave() { :; }

# Where a file is missing HTCondor holds the job instead of telling that it failed.
node_leave_file() {
    [ -e "$pegasus_lite_start_dir/$1" ] || {
        mkdir -p -- "$(dirname -- "$pegasus_lite_start_dir/$1")" && : > "$pegasus_lite_start_dir/$1"
    }
}

# Whether this is the job's own process: a signal may meet a child of bash that still has the job's traps.
node_is_job() {
    [ "$(exec sh -c 'echo "$PPID"')" = "$$" ]
}

node_end() {
    node_code=$?
    trap - EXIT
    node_is_job || exit "$node_code"
    node_kill
    node_leave
    if [ -n "$node_own" ]; then
        cd / || exit 71
        rm -rf -- "$node_own" 2> /dev/null || { chmod -R u+rwX -- "$node_own" && rm -rf -- "$node_own"; }
    fi
    exit "$node_code"
}

node_kill() {
    [ -z "$node_timer_pid" ] || kill "$node_timer_pid" 2> /dev/null
    [ -z "$node_task_pid" ] || kill -TERM "$node_task_pid" 2> /dev/null
}

# The task hears of the end first; what it leaves behind goes with its directory.
node_stop() {
    node_is_job || exit "$1"
    node_kill
    node_docker stop
    [ -z "$node_task_pid" ] || wait "$node_task_pid" 2> /dev/null
    node_task_pid=
    exit "$1"
}

# Does something to the container of docker, if there is one: the end of its client alone would leave it running.
node_docker() {
    [ -z "$node_container_id" ] || [ ! -s "$node_container_id" ] \
        || docker "$1" "$(cat "$node_container_id")" > /dev/null 2>&1
}

# A file with a secret that came along: its whole path, and nobody else may read it.
node_secret() {
    eval "node_value=\${$1-}"
    case $node_value in
        '' | /*) return ;;
    esac
    chmod 600 -- "$pegasus_lite_start_dir/$node_value" || node_fail "cannot protect the file of $1"
    eval "$1=\$pegasus_lite_start_dir/\$node_value"
    export "$1"
}

# $1: the folder of the programs on hosts that share it; $2: the name of the archive that came along
node_tools() {
    if [ -d .node-tools ]; then
        node_unpacked_tools
    elif [ -n "$1" ] && [ -x "$1/pegasus-transfer" ]; then
        PATH=$1:$PATH
    elif [ -n "$2" ] && [ -f "$pegasus_lite_start_dir/$2" ]; then
        mkdir -p .node-tools || node_fail 'cannot make a directory for the tools'
        (cd .node-tools && tar -xzf "$pegasus_lite_start_dir/$2") || node_fail "cannot unpack $2"
        node_unpacked_tools
    elif [ -n "${PEGASUS_HOME-}" ] && [ -x "$PEGASUS_HOME/bin/pegasus-transfer" ]; then
        PATH=$PEGASUS_HOME/bin:$PATH
    fi
    export PATH
    command -v pegasus-transfer > /dev/null \
        || node_fail 'there is no pegasus-transfer: neither an archive came along, nor does PEGASUS_HOME or PATH lead to one'
}

node_unpacked_tools() {
    for node_bin in "$PWD"/.node-tools/bin "$PWD"/.node-tools/*/bin; do
        [ ! -x "$node_bin/pegasus-transfer" ] || PATH=$node_bin:$PATH
    done
}

# Moves what the list on standard input says.
node_transfer() {
    pegasus-transfer "$@" >&2 || node_fail 'not all files were transferred'
}

# The same where nothing may be there yet.
node_try_transfer() {
    pegasus-transfer "$@" >&2 || node_say 'no checkpoint was transferred; going on without'
}

node_verify() {
    pegasus-integrity --print-timings --verify=stdin >&2 || node_fail 'inputs are not what they were'
}

# $1 came from a file, under its name here, $2
node_fetch() {
    cp -- "$1" "$2" || node_fail "cannot bring $1"
}

# The output $1 goes to $2, whole or not at all.
node_return() {
    mkdir -p -- "$(dirname -- "$2")" && cp -- "$1" "$2.$$.part" && mv -f -- "$2.$$.part" "$2" && return
    rm -f -- "$2.$$.part"
    node_fail "cannot bring the output $1 to $2"
}

# The same for checkpoints: there need not be one yet, or at all.
node_try_fetch() {
    [ ! -e "$1" ] || node_fetch "$1" "$2"
}

node_try_return() {
    [ ! -e "$1" ] || (node_return "$1" "$2") || node_say 'the checkpoint is not kept; going on without'
}

# HTCondor brought a checkpoint as $1, which is called $2 here; an empty one stands for none.
node_take_checkpoint() {
    if [ ! -s "./$1" ]; then
        rm -f -- "./$1"
    elif [ "$1" != "$2" ]; then
        mkdir -p -- "$(dirname -- "./$2")" && mv -f -- "./$1" "./$2" || node_fail "cannot move the checkpoint $2"
    fi
}

# The task has ended well: the output $1 has to be there.
node_made() {
    [ -e "./$1" ] || node_fail "the task has ended without its output $1"
}

# Sets node_image to what is in the archive $1.
node_load_image() {
    node_image=$(docker load -i "$1" | sed -n 's/^Loaded image[^:]*: *//p' | head -n 1)
    [ -n "$node_image" ] || node_fail "docker cannot load the image $1"
    node_container_id=$PWD/.node-container
    rm -f -- "$node_container_id"
}

node_find_singularity() {
    node_singularity=singularity
    command -v singularity > /dev/null || node_singularity=apptainer
}

# Gives a container the file that the variable $1 names.
node_secret_inside() {
    eval "node_value=\${$1-}"
    (umask 077 && cp -- "$node_value" "./.node-secret-$1") || node_fail "cannot copy the file of $1"
}

# A container sees nothing but the directory of the job: so this script, $1, and what it reads come there.
node_copy_script() {
    case $1 in
        /*) node_script=$1 ;;
        *) node_script=$pegasus_lite_start_dir/$1 ;;
    esac
    case $node_steps in
        ./*) node_steps=$pegasus_lite_start_dir/$node_steps ;;
    esac
    cp -- "$node_script" ./.node-job.sh && cp -- "$node_steps" ./node-steps.sh.part \
        && mv -f -- ./node-steps.sh.part ./node-steps.sh || node_fail 'cannot copy the script into the container'
}

# Runs the function node_task. $1: after so many seconds it is asked to end, $2: after so many more it is ended; 0 for never
node_run() {
    node_task &
    node_task_pid=$!
    if [ "$1" -gt 0 ]; then
        node_time "$node_task_pid" "$1" "$2" < /dev/null > /dev/null 2>&1 &
        node_timer_pid=$!
    fi
    wait "$node_task_pid"
    node_result=$?
    node_task_pid=
    [ -z "$node_timer_pid" ] || kill "$node_timer_pid" 2> /dev/null
    node_timer_pid=
}

node_time() {
    trap '[ -z "$node_sleep" ] || kill "$node_sleep"; exit' TERM
    node_sleep=
    for node_wait in "TERM $2" "KILL $3"; do
        sleep "${node_wait#* }" &
        node_sleep=$!
        wait "$node_sleep"
        [ "${node_wait% *}" = TERM ] || node_docker kill
        kill -"${node_wait% *}" "$1" || exit
    done
}

node_digest() {
    if command -v sha256sum > /dev/null; then
        sha256sum < "$1"
    elif command -v openssl > /dev/null; then
        openssl dgst -sha256 -r < "$1"
    else
        pegasus-integrity --generate="$1"
    fi | sed -n '1s/^\([0-9a-f]\{64\}\).*/\1/p'
}

# $1: the name of an output in JSON, with its quotation marks; $2: its path here
node_note() {
    [ -f "$2" ] || return 0
    node_sha256=$(node_digest "$2")
    [ "${#node_sha256}" -eq 64 ] || node_fail "cannot compute the digest of $2"
    printf '%s{"_type":"file","_id":%s,"_attributes":{"size":"%s","ctime":"%s","user":"%s","checksum.type":"sha256","checksum.value":"%s"}}' \
        "$node_comma" "$1" "$(wc -c < "$2" | tr -d ' ')" "$(date -u +%Y-%m-%dT%H:%M:%S+00:00)" "$(id -un)" "$node_sha256" \
        >> "$node_meta_file.part" || node_fail "cannot write $node_meta_file"
    node_comma=,
}

node_begin_notes() {
    node_comma=
    printf '[' > "$node_meta_file.part" || node_fail "cannot write $node_meta_file"
}

node_end_notes() {
    printf ']\n' >> "$node_meta_file.part" && mv -f -- "$node_meta_file.part" "$node_meta_file" \
        || node_fail "cannot write $node_meta_file"
}
