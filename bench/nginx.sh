# shellcheck shell=bash
# The HTTP server of the benchmarks: Debian's nginx with a configuration of its own, on the loopback interface only.

nginx_pid=

# start_nginx DOCUMENT-ROOT: sets `web` to the URL of the root.
start_nginx() {
    stop_nginx
    need nginx nginx-light
    local home=$scratch/nginx port try
    mkdir -p -- "$home"
    echo "$$" > "$1/.bench"
    for try in 1 2 3 4 5 6 7 8 9 10; do
        # below the ports that the kernel gives to connections, which would be taken away from under it
        port=$((20000 + RANDOM % 12000))
        nginx_configuration "$home" "$1" "$port" > "$home/nginx.conf"
        nginx -p "$home" -e "$home/error.log" -c "$home/nginx.conf" > "$home/start.log" 2>&1 &
        nginx_pid=$!
        web=http://127.0.0.1:$port
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ "$(curl -sS "$web/.bench" 2> /dev/null)" != "$$" ] || return 0
            kill -0 "$nginx_pid" 2> /dev/null || break
            sleep 0.1
        done
        stop_nginx
    done
    die "nginx does not start: $(tail -n 1 "$home/error.log" "$home/start.log")"
}

nginx_configuration() {
    # root's workers must read a directory that is closed to others
    [ "$(id -u)" != 0 ] || echo "user root;"
    cat <<CONF
daemon off;
worker_processes auto;
pid $1/pid;
error_log $1/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=10000;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    server {
        listen 127.0.0.1:$3 backlog=1024;
        root $2;
    }
}
CONF
}

stop_nginx() {
    [ -n "$nginx_pid" ] || return 0
    kill "$nginx_pid" 2> /dev/null
    wait "$nginx_pid" 2> /dev/null
    nginx_pid=
}
