# shellcheck shell=bash
# The FTP server of the benchmarks: Debian's vsftpd with a configuration of its own, on the loopback interface only.

vsftpd_pid=

# start_vsftpd ROOT-DIRECTORY: sets `ftp` to the URL of it, which anonymous users may read; they may write where the
# directory lets the user ftp.
start_vsftpd() {
    stop_vsftpd
    [ "$(id -u)" = 0 ] || { echo "$benchmark: vsftpd wants to be started by root" >&2; return 1; }
    need vsftpd vsftpd
    local home=$scratch/vsftpd port
    mkdir -p -- "$home/empty"
    echo "$$" > "$1/.bench"
    # anonymous users are the user ftp, and vsftpd refuses a root that they could change
    chmod o+x -- "${1%/*}" && chmod 755 -- "$1"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        # below the ports that the kernel gives to connections, which would be taken away from under it
        port=$((20000 + RANDOM % 12000))
        vsftpd_configuration "$home" "$1" "$port" > "$home/vsftpd.conf"
        vsftpd "$home/vsftpd.conf" > "$home/start.log" 2>&1 &
        vsftpd_pid=$!
        ftp=ftp://127.0.0.1:$port
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ "$(curl -q -sS -m 5 "$ftp/.bench" 2> /dev/null)" != "$$" ] || { rm -f -- "$1/.bench"; return 0; }
            kill -0 "$vsftpd_pid" 2> /dev/null || break
            sleep 0.1
        done
        stop_vsftpd
    done
    die "vsftpd does not start: $(tail -n 1 "$home/start.log")"
}

vsftpd_configuration() {
    cat <<CONF
background=NO
listen=YES
listen_address=127.0.0.1
listen_port=$3
local_enable=NO
anonymous_enable=YES
no_anon_password=YES
anon_root=$2
secure_chroot_dir=$1/empty
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
anon_umask=022
file_open_mode=0666
use_sendfile=YES
xferlog_enable=NO
connect_from_port_20=NO
seccomp_sandbox=NO
CONF
}

stop_vsftpd() {
    [ -n "$vsftpd_pid" ] || return 0
    kill "$vsftpd_pid" 2> /dev/null
    wait "$vsftpd_pid" 2> /dev/null
    vsftpd_pid=
}
