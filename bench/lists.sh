# shellcheck shell=bash
# The rows about lists whose files are hardly worth mention: `files` of them, of one byte each.

list_in_memory() {
    source_files=$memory/source
    out=$memory/out

    prepare() {
        # a page and an inode on both sides
        room "$tmpfs" $((files / 100)) && names_left "$tmpfs" $((2 * files + 10000)) || return 1
        random_files "$files" 1 "$source_files"
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
    create_and_rename_all() {
        mkdir -- "$out/staged" \
            && (cd -- "$source_files" && xargs cp -t "$out/staged" < "$scratch/names") \
            && (cd -- "$out/staged" && xargs mv -t "$out" < "$scratch/names") \
            && rmdir -- "$out/staged"
    }

    contestant ours ours transfer_list
    contestant context xargs-cp copy
    contestant limit create+rename create_and_rename_all
}
