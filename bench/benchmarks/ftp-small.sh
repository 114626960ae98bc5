# shellcheck shell=bash
# 1,000 files of 10 KiB from an FTP server. One curl a file is what the tool we replace does.
files=1000 bytes=$((1000 * 10240))
aim_against=lftp-8 aim_most=1.00
source_files=$memory/source

prepare() {
    room "$disk" 100 || return 1
    need lftp lftp
    random_files 1000 10240 "$source_files"
    start_vsftpd "$memory" || return 1
    ls "$source_files" > "$scratch/names"
    json_list "$ftp/source" "$out" < "$scratch/names" > "$scratch/list.json"
}

transfer_list() { ours -f "$scratch/list.json"; }
transfer_list_8() { ours -n 8 -f "$scratch/list.json"; }
lftp_mirror() { lftp -c "mirror --parallel=8 $ftp/source $out"; }
curl_each() {
    local name
    while read -r name; do
        curl -q -sS --fail -o "$out/$name" "$ftp/source/$name" || return 1
    done < "$scratch/names"
}

contestant ours ours transfer_list
contestant variant ours-8 transfer_list_8
contestant peer lftp-8 lftp_mirror
contestant context curl-each curl_each
contestant limit create+rename create_and_rename
