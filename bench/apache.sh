# shellcheck shell=bash
# The WebDAV server of the benchmarks: Debian's Apache with a configuration of its own, on the loopback interface only.

apache_pid=

# start_apache DOCUMENT-ROOT: sets `dav` to the URL of the root without its scheme; everything in it may be written.
start_apache() {
    stop_apache
    need apache2 apache2
    local home=$scratch/apache port try as_apache=()
    mkdir -p -- "$home/lock" && chmod -R 777 -- "$home"
    # it refuses to be root, and must still get at what root closed to others
    [ "$(id -u)" != 0 ] || as_apache=(setpriv --reuid=www-data --regid=www-data --clear-groups --inh-caps=+dac_override
        --ambient-caps=+dac_override)
    echo "$$" > "$1/.bench"
    for try in 1 2 3 4 5 6 7 8 9 10; do
        # below the ports that the kernel gives to connections, which would be taken away from under it
        port=$((20000 + RANDOM % 12000))
        apache_configuration "$home" "$1" "$port" > "$home/apache2.conf"
        "${as_apache[@]}" apache2 -f "$home/apache2.conf" -DFOREGROUND > "$home/start.log" 2>&1 &
        apache_pid=$!
        dav=127.0.0.1:$port
        for _ in $(seq 50); do
            [ "$(curl -sS "http://$dav/.bench" 2> /dev/null)" != "$$" ] || return 0
            kill -0 "$apache_pid" 2> /dev/null || break
            sleep 0.1
        done
        stop_apache
    done
    die "Apache does not start: $(tail -n 1 "$home/error.log" "$home/start.log")"
}

apache_configuration() {
    echo "ServerRoot /usr/lib/apache2"
    local module
    for module in mpm_event authz_core dav dav_fs; do
        echo "LoadModule ${module}_module modules/mod_$module.so"
    done
    cat <<CONF
ServerName localhost
Listen 127.0.0.1:$3
PidFile $1/pid
Mutex file:$1/lock default
ErrorLog $1/error.log
DavLockDB $1/lock/dav
DocumentRoot $2
LimitRequestBody 0
MaxKeepAliveRequests 0
<Directory $2>
  Dav On
  Require all granted
</Directory>
CONF
}

# for `fresh`: a place that Apache may write to
writable() { mkdir -- "$1" && chmod 777 -- "$1"; }

stop_apache() {
    [ -n "$apache_pid" ] || return 0
    kill "$apache_pid" 2> /dev/null
    wait "$apache_pid" 2> /dev/null
    apache_pid=
}
