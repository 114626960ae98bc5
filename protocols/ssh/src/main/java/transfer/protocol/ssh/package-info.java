/**
 * {@code scp} and {@code sftp}: files over SSH (RFC 4251 to 4254) by the SSH File Transfer
 * Protocol, version 3 (draft-ietf-secsh-filexfer-02).
 *
 * <p>JSch carries the transport and the log-in; what goes through its channels is made here. One
 * connection that is logged in serves everybody who works with the same user, host and port.
 *
 * <p>URLs are {@code sftp://[user[:password]@]host[:port]/path}. The path is taken as it is
 * written, byte for byte: a percent sign, a question mark or a number sign is part of a name.
 *
 * <p>Logging in is that of OpenSSH: {@code ssh_config} and files of known hosts as in ssh_config(5)
 * and sshd(8), keys, certificates (PROTOCOL.certkeys), agents (draft-ietf-sshm-ssh-agent),
 * questions (RFC 4256), and ways through other servers (RFC 4254, section 7.2).
 *
 * <p>A server without SFTP is served by the scp protocol, which only OpenSSH's source specifies,
 * and by its shell (POSIX.1, Shell Command Language). Digests of what is stored come from the
 * server: by SFTP (draft-ietf-secsh-filexfer-extensions-00, sections 3 and 4), or by a program that
 * its shell runs.
 */
package transfer.protocol.ssh;
