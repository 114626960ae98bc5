# shellcheck shell=bash
# pegasus-integrity over four files of 1 GiB in the page cache; the peers take the files one after the other, as a job
# script would.
files=4 bytes=$((4 << 30))
aim_against=openssl aim_most=1.00

prepare() {
    local name
    room "$disk" 4500 || return 1
    mkdir -- "$source_files" || return 1
    names=''
    for name in a b c d; do
        random_bytes $((1 << 30)) > "$source_files/$name" || return 1
        names="$names;;;$source_files/$name"
    done
    names=${names#;;;}
    sha256sum -- "$source_files"/* > "$scratch/sums"
}

right() { diff -- "$scratch/sums" "$out/sums"; }

integrity() { program=pegasus-integrity ours --generate="$names" > "$out/sums"; }
on_one_core() { taskset -c 0 "$installed/pegasus-integrity" --generate="$names" > "$out/sums"; }
sha256() { sha256sum -- "$source_files"/* > "$out/sums"; }
openssl_sha256() { openssl dgst -sha256 -r "$source_files"/* | sed 's/ \*/  /' > "$out/sums"; }
reading() { cat -- "$source_files"/* > /dev/null; }

contestant ours ours integrity
contestant variant ours-1-core on_one_core
contestant peer sha256sum sha256
contestant peer openssl openssl_sha256
contestant limit read reading -
