# shellcheck shell=bash
# The whole process of the bundle for one local file of three bytes.
files=1 bytes=3
aim_against=java-version aim_most=2.50
memory_rounds=warm-up

prepare() {
    use_the_bundle || return 1
    mkdir -- "$source_files" && printf abc > "$source_files/tiny"
    echo tiny | json_list "file://$source_files" "$out" > "$scratch/list.json"
}

transfer_list() { ours -f "$scratch/list.json"; }
runtime_only() { "$runtime/bin/java" -version; }
copy() { cp -- "$source_files/tiny" "$out"; }

contestant ours ours transfer_list
contestant peer java-version runtime_only -
contestant context cp copy
