# shellcheck shell=bash
# The whole process of the bundle for one small object by S3's protocol, signed with keys from the credentials file. nginx
# takes the place of the store: it answers as fast as anything can, and looks at no signature.
files=1 bytes=10240
aim_against=java-version aim_most=6.00
memory_rounds=warm-up

prepare() {
    use_the_bundle || return 1
    random_files 1 10240 "$source_files"
    start_nginx "$work"
    (umask 077 && cat > "$scratch/credentials.conf") <<CONF
[nginx]
endpoint = $web
[me@nginx]
access_key = key
secret_key = secret
CONF
    export PEGASUS_CREDENTIALS=$scratch/credentials.conf
    ls "$source_files" | json_list "s3://me@nginx/source" "$out" > "$scratch/list.json"
}

transfer_list() { ours -f "$scratch/list.json"; }
runtime_only() { "$runtime/bin/java" -version; }
curl_one() { curl -q -sS --fail -o "$out/f000000" "$web/source/f000000"; }

contestant ours ours transfer_list
contestant peer java-version runtime_only -
contestant context curl curl_one
