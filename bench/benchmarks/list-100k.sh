# shellcheck shell=bash
# A list of 100,000 files of one byte, in memory: what a list costs, apart from moving bytes.
files=100000 bytes=100000
source_files=$memory/source
out=$memory/out

prepare() {
    room "$tmpfs" 1500 || return 1
    random_files 100000 1 "$source_files"
    (cd -- "$source_files" && find . -type f -printf '%f\n' | sort) > "$scratch/names"
    json_list "file://$source_files" "$out" < "$scratch/names" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

# From the start to the oldest name; a rename sets the time of change.
after_ours() {
    find "$out" -type f -printf '%C@\n' | sort -n | awk -v began="$began" \
        'NR == 1 { printf "first_file %.3f\n", $1 - began }'
}

transfer_list() { ours -f "$scratch/list.json"; }
copy() { (cd -- "$source_files" && xargs cp -t "$out" < "$scratch/names"); }
create_and_rename() {
    mkdir -- "$out/staged" \
        && (cd -- "$source_files" && xargs cp -t "$out/staged" < "$scratch/names") \
        && (cd -- "$out/staged" && xargs mv -t "$out" < "$scratch/names") \
        && rmdir -- "$out/staged"
}

contestant ours ours transfer_list
contestant context xargs-cp copy
contestant limit create+rename create_and_rename
