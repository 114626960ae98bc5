# shellcheck shell=bash
# 256 MiB from OpenSSH by SFTP over a round trip of 100 ms.
files=1 bytes=$((256 << 20))
aim_against=sftp-R64 aim_most=1.00
source_files=$memory/source out=$memory/out

prepare() {
    room "$tmpfs" 1012 || return 1
    mkdir -- "$source_files" && random_bytes "$bytes" > "$source_files/big"
    start_sshd || return 1
    put_sshd_far 100
    echo big | json_list "$ssh_url$source_files" "$out" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

transfer_list() { ours_by_ssh -f "$scratch/list.json"; }
transfer_only() { ours_by_ssh --verify off -f "$scratch/list.json"; }
openssh_sftp() { sftp_batch "get $source_files/big $out/big"; }
openssh_scp() { scp "${ssh_options[@]}" "$ssh_account:$source_files/big" "$out/big"; }
copy() { cp -- "$source_files/big" "$out"; }

contestant ours ours transfer_list
contestant variant ours-unproved transfer_only
contestant peer sftp-R64 openssh_sftp
contestant peer scp openssh_scp
contestant limit tmpfs-copy copy
