# shellcheck shell=bash
# The digest of 4 GiB in the page cache. openssl_speed is what OpenSSL's own benchmark of the digest alone, without
# reading anything, would need for as many bytes.
files=1 bytes=$((4 << 30))
aim_against=sha256sum aim_most=1.00

prepare() {
    room "$disk" 4500 || return 1
    mkdir -- "$source_files" && random_bytes $((4 << 30)) > "$source_files/big" || return 1
    sha256sum -- "$source_files/big" > "$scratch/sums"
}

right() { diff -- "$scratch/sums" "$out/sums"; }

checksum() { ours checksum "$source_files/big" > "$out/sums"; }
sha256() { sha256sum -- "$source_files/big" > "$out/sums"; }
openssl_sha256() { openssl dgst -sha256 -r "$source_files/big" | sed 's/ \*/  /' > "$out/sums"; }
reading() { cat -- "$source_files/big" > /dev/null; }

# the last line: "sha256  NNNNNN.NNk", thousands of bytes a second
after_ours() {
    openssl speed -seconds 1 -bytes 262144 -evp sha256 2> /dev/null \
        | awk -v bytes="$bytes" 'END { sub(/k$/, "", $NF); if ($NF > 0) print "openssl_speed", bytes / 1000 / $NF }'
}

contestant ours ours checksum
contestant peer sha256sum sha256
contestant peer openssl openssl_sha256
contestant limit read reading -
