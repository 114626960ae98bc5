# shellcheck shell=bash
# The S3 store of the benchmarks: the object gateway of Ceph that the tests use (docker/ceph), in a container, with
# everything in memory and on the loopback interface only. And what each client must know of it.

ceph_container=

# start_ceph: sets `s3` to the store's host and port, `bucket` to our URL of its bucket, `remote` to rclone's
start_ceph() {
    stop_ceph
    need docker docker.io
    "$root/docker/engine" start > "$scratch/engine.log" 2>&1 && "$root/docker/images" ceph > "$scratch/image.log" 2>&1 \
        || { tail -n 3 "$scratch/engine.log" "$scratch/image.log" >&2; return 1; }
    local home=$scratch/ceph image port
    image=$("$root/docker/images" --name ceph) || return 1
    for _ in 1 2 3 4 5; do
        rm -rf -- "$home" && mkdir -- "$home"
        # below the ports that the kernel gives to connections, which would be taken away from under it
        port=$((20000 + RANDOM % 12000))
        ceph_container=$(docker run -d --network host --dns 127.0.0.1 -v "$home:/data" -e GC_SECONDS=1 \
            -e HTTP_PORT=$port -e HTTPS_PORT=$((port + 1)) -e MON_PORT=$((port + 2)) "$image" 2> "$scratch/docker.log") \
            || { tail -n 3 "$scratch/docker.log" >&2; return 1; }
        s3=127.0.0.1:$port
        for _ in $(seq 300); do
            if docker logs "$ceph_container" 2> /dev/null | grep -q '^transfer-test-ceph ready'; then
                know_ceph
                return 0
            fi
            [ "$(docker inspect -f '{{.State.Running}}' "$ceph_container")" = true ] || break
            sleep 0.2
        done
        stop_ceph
    done
    die "Ceph does not start"
}

# The same key for everybody, in the file or the variables that each of them reads.
know_ceph() {
    # rclone refuses to start with an authority for TLS, which has no part in this
    unset "${!AWS_@}"
    bucket=s3://lab@$s3/bucket
    (umask 077 && cat > "$scratch/credentials.conf") <<CONF
[$s3]
endpoint = http://$s3
[lab@$s3]
access_key = labkey
secret_key = labsecret
CONF
    export PEGASUS_CREDENTIALS=$scratch/credentials.conf
    need rclone rclone
    remote=ceph:bucket
    export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_CEPH_TYPE=s3 RCLONE_CONFIG_CEPH_PROVIDER=Ceph RCLONE_S3_NO_CHECK_BUCKET=true \
        RCLONE_CONFIG_CEPH_ACCESS_KEY_ID=labkey RCLONE_CONFIG_CEPH_SECRET_ACCESS_KEY=labsecret \
        RCLONE_CONFIG_CEPH_ENDPOINT=http://$s3 RCLONE_S3_CHUNK_SIZE=16M RCLONE_TRANSFERS=8 RCLONE_CHECKERS=8
    need /usr/bin/aws awscli
    export AWS_ACCESS_KEY_ID=labkey AWS_SECRET_ACCESS_KEY=labsecret AWS_DEFAULT_REGION=us-east-1 \
        AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=$scratch/aws.conf
    printf '[default]\ns3 =\n  addressing_style = path\n' > "$AWS_CONFIG_FILE"
    need s3cmd s3cmd
    cat > "$scratch/s3cmd.conf" <<CONF
[default]
access_key = labkey
secret_key = labsecret
host_base = $s3
host_bucket = $s3/%(bucket)
use_https = False
multipart_chunk_size_mb = 16
CONF
}

aws_s3() { /usr/bin/aws --endpoint-url "http://$s3" s3 "$@"; }
s3_cmd() { s3cmd -q --no-progress -c "$scratch/s3cmd.conf" "$@"; }

# for `fresh`: nothing in the bucket but what begins with "source"
empty_bucket() { rclone delete --filter '- /source/**' --filter '+ *' "$remote"; }

stop_ceph() {
    [ -n "$ceph_container" ] || return 0
    docker rm -f "$ceph_container" > /dev/null 2>&1
    ceph_container=
}
