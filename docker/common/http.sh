# Sourced by the entry scripts of the HTTP servers: who runs, where things are, certificates, and the line tests wait for.
# shellcheck shell=sh
set -eu

DATA=${DATA:-/data}
BIND=${BIND:-127.0.0.1}
HTTP_PORT=${HTTP_PORT:-8080}
HTTPS_PORT=${HTTPS_PORT:-8443}
mkdir -p "$DATA"

# Run as the owner of the data folder, so that the test can read and remove what the server writes.
owner=$(stat -c %u "$DATA")
if [ "$(id -u)" != "$owner" ]; then
  exec setpriv --reuid="$owner" --regid="$(stat -c %g "$DATA")" --clear-groups "$0" "$@"
fi

STATE=$(mktemp -d)
TOKEN=$(openssl rand -hex 8)
printf %s "$TOKEN" >"$STATE/ready"
mkdir -p "$DATA/www" "$DATA/put" "$DATA/log"
printf 'lab:%s\n' "$(openssl passwd -apr1 labpass)" >"$STATE/htpasswd"

# file variable...: the file with every @VARIABLE@ replaced by its value
render() {
  file=$1
  shift
  script=
  for variable; do
    eval "value=\$$variable"
    # shellcheck disable=SC2154 # set by eval
    script="$script;s|@$variable@|$(printf %s "$value" | sed 's/[&|\\]/\\&/g')|g"
  done
  sed "$script" "$file"
}

# name days key-type extension...: name.pem and name.key, signed by the CA
certificate() {
  name=$1 days=$2 type=$3
  shift 3
  printf '%s\n' "$@" >"$STATE/extensions"
  # shellcheck disable=SC2086 # two words
  openssl req -newkey $type -nodes -subj "/O=transfer test/CN=$name" -keyout "$name.key" 2>/dev/null |
    openssl x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -days "$days" -extfile "$STATE/extensions" -out "$name.pem" 2>/dev/null
}

# In the data folder: ca.pem; server.pem from it; expired.pem from it, but of yesterday; client.pem from it; stranger.pem,
# which signed itself. The client has an RSA key, the servers have EC keys: both kinds get used.
certificates() (
  cd "$DATA"
  if [ -e stranger.pem ]; then exit 0; fi
  ec="ec -pkeyopt ec_paramgen_curve:P-256"
  san=subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
  # shellcheck disable=SC2086 # several words
  openssl req -x509 -newkey $ec -nodes -days 30 -subj "/O=transfer test/CN=ca" -addext keyUsage=critical,keyCertSign \
    -keyout ca.key -out ca.pem 2>/dev/null
  certificate localhost 30 "$ec" "$san" extendedKeyUsage=serverAuth
  mv localhost.pem server.pem
  mv localhost.key server.key
  certificate expired -1 "$ec" "$san" extendedKeyUsage=serverAuth
  certificate client 30 rsa:2048 extendedKeyUsage=clientAuth
  # shellcheck disable=SC2086 # several words
  openssl req -x509 -newkey $ec -nodes -days 30 -subj "/O=transfer test/CN=stranger" -addext "$san" \
    -keyout stranger.key -out stranger.pem 2>/dev/null
)

# FULL: a folder on a disk of this container's own, on which 500 kB are free (Linux gives every container its /dev/shm)
full_disk() {
  FULL=/dev/shm/full
  mkdir -p "$FULL"
  free=$(df --output=avail -B1 /dev/shm | tail -n 1)
  fallocate -l $((free - 500000)) /dev/shm/filling
}

# name command...: run the server, say so once this very server answers, end with it
serve() {
  name=$1
  shift
  "$@" &
  server=$!
  trap 'kill "$server" 2>/dev/null' TERM INT
  until [ "$(curl -s -m 5 "http://$BIND:$HTTP_PORT/ready" || true)" = "$TOKEN" ]; do
    kill -0 "$server" 2>/dev/null || { echo "transfer-test-$name ended before it answered" >&2; exit 1; }
    sleep 0.05
  done
  echo "transfer-test-$name ready"
  wait "$server"
}
