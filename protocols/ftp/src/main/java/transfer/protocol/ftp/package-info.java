/**
 * {@code ftp}, {@code ftps}: files by RFC 959 with the extensions of RFC 2389 (FEAT), RFC 2428
 * (EPSV), RFC 2640 (UTF-8) and RFC 3659 (MLST, MLSD, SIZE, MDTM, REST).
 *
 * <p>Through Commons Net, which holds the conversation on the control connection and reads the many
 * forms of directory listings; data connections are our own, for speed and for time limits on
 * writing. Transfers are binary and passive, always.
 *
 * <p>A server must let us log in, by the name and password of the URL or of the credentials, else
 * as {@code anonymous}, and take EPSV or PASV and TYPE I. The address in an answer to PASV is not
 * used: data comes from where the server is, which is right behind address translation and keeps a
 * server from sending us elsewhere.
 *
 * <p>{@code ftps} never says a name or a file in clear: TLS is asked for by AUTH (RFC 4217) after
 * the greeting, or is there from the first byte on where the URL says port 990. Data goes by PROT P
 * in the session of the control connection, which many servers insist on. There is no way back to
 * plain text (CCC), and none to a server that has no TLS.
 *
 * <p>URLs as RFC 1738, 3.2 has them: {@code ftp://host/a/b} is relative to the directory that the
 * log-in begins in, {@code ftp://host//a/b} and {@code ftp://host/%2Fa/b} begin at the root. Names
 * are escaped, {@code #} and {@code ?} need not be. {@code ;type=i} at the end is taken and
 * dropped, other types are refused.
 */
package transfer.protocol.ftp;
