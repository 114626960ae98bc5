# shellcheck shell=bash
# 1 GiB from an FTP server into memory.
files=1 bytes=$((1 << 30))
aim_against=curl aim_most=1.00
source_files=$memory/source out=$memory/out

prepare() {
    room "$tmpfs" 2500 || return 1
    need lftp lftp
    mkdir -- "$source_files" && random_bytes $((1 << 30)) > "$source_files/big"
    start_vsftpd "$memory" || return 1
    echo big | json_list "$ftp/source" "$out" > "$scratch/list.json"
}

fresh() { rm -rf -- "$out" && mkdir -- "$out"; }

transfer_list() { ours -f "$scratch/list.json"; }
plain_curl() { curl -q -sS --fail -o "$out/big" "$ftp/source/big"; }
plain_lftp() { lftp -c "set xfer:clobber yes; get -O $out $ftp/source/big"; }
copy() { cp -- "$source_files/big" "$out"; }
loopback() { curl -q -sS --fail -o /dev/null "$ftp/source/big"; }
sha256() { openssl dgst -sha256 "$source_files/big"; }

contestant ours ours transfer_list
contestant peer curl plain_curl
contestant peer lftp plain_lftp
contestant limit tmpfs-copy copy
contestant limit loopback loopback -
contestant limit sha256 sha256 -
