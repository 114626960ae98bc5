# shellcheck shell=bash
# 1 GiB to an FTP server whose disk is memory. Ours has a hidden name until its length is right.
files=1 bytes=$((1 << 30))
aim_against=curl aim_most=1.00
source_files=$memory/source out=$memory/out

prepare() {
    room "$tmpfs" 2500 || return 1
    need lftp lftp
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_vsftpd "$memory" || return 1
    echo big | json_list "file://$source_files" TARGET | sed "s|file://TARGET|$ftp/out|" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -m 777 -- "$out"; }

transfer_list() { ours -f "$scratch/list.json"; }
plain_curl() { curl -q -sS --fail -T "$source_files/big" "$ftp/out/big"; }
plain_lftp() { lftp -c "put -O $ftp/out $source_files/big"; }
copy() { cp -- "$source_files/big" "$out"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours transfer_list
contestant peer curl plain_curl
contestant peer lftp plain_lftp
contestant limit tmpfs-copy copy
contestant limit sha256 sha256 -
