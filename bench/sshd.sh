# shellcheck shell=bash
# The SSH server of the benchmarks: Debian's OpenSSH with a configuration and keys of its own, on the loopback interface
# only, for the user who runs the benchmark. It may be put far away.

sshd_pid=
delay_pid=

# start_sshd: sets `ssh_port`, `ssh_home` (a home directory with key and known hosts) and `ssh_options`.
start_sshd() {
    need /usr/sbin/sshd openssh-server
    need sftp openssh-client
    local try
    ssh_home=$scratch/ssh
    rm -rf -- "$ssh_home" && mkdir -p -m 700 -- "$ssh_home/.ssh"
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$ssh_home/host" && ssh-keygen -q -t ed25519 -N '' -f "$ssh_home/id" || return 1
    for try in 1 2 3 4 5 6 7 8 9 10; do
        ssh_port=$((20000 + RANDOM % 12000))
        sshd_configuration > "$ssh_home/sshd_config"
        /usr/sbin/sshd -D -e -f "$ssh_home/sshd_config" > "$ssh_home/log" 2>&1 &
        sshd_pid=$!
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            if grep -q 'Server listening' "$ssh_home/log"; then
                know_ssh_port
                return 0
            fi
            kill -0 "$sshd_pid" 2> /dev/null || break
            sleep 0.1
        done
        stop_sshd
    done
    die "sshd does not start: $(tail -n 1 "$ssh_home/log")"
}

sshd_configuration() {
    cat <<CONF
Port $ssh_port
ListenAddress 127.0.0.1
HostKey $ssh_home/host
PidFile none
AuthorizedKeysFile $ssh_home/id.pub
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PermitRootLogin yes
MaxStartups 1000
Subsystem sftp /usr/lib/openssh/sftp-server
CONF
}

know_ssh_port() {
    echo "[127.0.0.1]:$ssh_port $(cut -d ' ' -f 1,2 "$ssh_home/host.pub")" > "$ssh_home/.ssh/known_hosts"
    ssh_options=(-q -F /dev/null -i "$ssh_home/id" -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes
        -o "UserKnownHostsFile=$ssh_home/.ssh/known_hosts" -P "$ssh_port")
    ssh_url=sftp://$(id -un)@127.0.0.1:$ssh_port
    ssh_account=$(id -un)@127.0.0.1
}

# put_sshd_far MILLISECONDS: everybody goes through a proxy that makes the round trip so long. Pipes of any width pass.
put_sshd_far() {
    need java default-jdk-headless
    local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    rm -f -- "$scratch/delay" # an earlier benchmark's port
    "$java" -Xmx512m "$here/DelayProxy.java" "$ssh_port" $(($1 / 2)) > "$scratch/delay" 2> "$scratch/delay.log" &
    delay_pid=$!
    for _ in {1..100}; do
        if [ -s "$scratch/delay" ]; then
            ssh_port=$(cat "$scratch/delay")
            know_ssh_port
            return 0
        fi
        kill -0 "$delay_pid" 2> /dev/null || break
        sleep 0.1
    done
    die "the delaying proxy does not start: $(tail -n 1 "$scratch/delay.log")"
}

# ours_by_ssh ARGUMENT...: the program with that home and that key.
ours_by_ssh() { HOME=$ssh_home SSH_PRIVATE_KEY=$ssh_home/id ours "$@"; }

# sftp_batch COMMAND: OpenSSH's sftp with as many requests under way as it is ever told to have.
sftp_batch() { echo "$1" | sftp "${ssh_options[@]}" -R 64 -b - "$ssh_account"; }

stop_sshd() {
    local pid
    for pid in $delay_pid $sshd_pid; do
        kill "$pid" 2> /dev/null
        wait "$pid" 2> /dev/null
    done
    sshd_pid='' delay_pid=''
}
