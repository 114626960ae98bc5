# shellcheck shell=bash
# 1,000 files of 10 KiB from OpenSSH. `scp-each-20` is what is commonly done, one scp for each file, for the first 20 of
# them only: what all would take is 50 times as long.
files=1000 bytes=$((1000 * 10240))
aim_against=scp-r aim_most=1.00
source_files=$memory/source out=$memory/out

prepare() {
    room "$tmpfs" 300 || return 1
    random_files 1000 10240 "$source_files"
    start_sshd || return 1
    ls "$source_files" > "$scratch/names"
    json_list "$ssh_url$source_files" "$out" < "$scratch/names" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

transfer_list() { ours_by_ssh -f "$scratch/list.json"; }
transfer_only() { ours_by_ssh --verify off -f "$scratch/list.json"; }
scp_r() { scp "${ssh_options[@]}" -r "$ssh_account:$source_files/." "$out"; }
sftp_get() { sftp_batch "get $source_files/* $out"; }
scp_each() {
    local name
    head -n 20 "$scratch/names" | while read -r name; do
        scp "${ssh_options[@]}" "$ssh_account:$source_files/$name" "$out" < /dev/null || return 1
    done
}

contestant ours ours transfer_list
contestant variant ours-unproved transfer_only
contestant peer scp-r scp_r
contestant peer sftp-get sftp_get
contestant context scp-each-20 scp_each -
contestant limit create+rename create_and_rename
