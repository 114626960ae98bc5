/**
 * The schemes {@code zip}, {@code jar}, {@code tar}, {@code tgz}, {@code tbz2}, {@code gz} and
 * {@code bz2}: single files out of archives on this machine, through Commons Compress. URLs have
 * the form of Commons VFS, {@code zip:/data/a.zip!/inner/name} and {@code gz:/data/a.gz}, but names
 * are not escaped.
 *
 * <p>Reading only, from the first byte on: no resuming, no ranges, no writing. Nothing is unpacked
 * to a temporary file. A zip's entries prove themselves by their CRC-32 (APPNOTE.TXT 4.4.7); a
 * compressed tar is read once to its end, so that the check at the end of its gzip (RFC 1952,
 * 2.3.1) or bzip2 stream holds, before any file of it is given. Links, devices and encrypted
 * entries are refused. A plain tar has no checks of its content at all. Of a {@code gz} or {@code
 * bz2} not even the size is known in advance, though damage shows at its end.
 *
 * <p>Not through Commons VFS itself, because its 2.10 is unfit for each scheme that we tried: of a
 * damaged zip it gave the wrong bytes and no error; a link in a tar it gave as an empty file; a
 * second reading from a tgz broke the first one off ("Stream closed"), because they share one
 * stream; it decodes {@code %41} in names; and it needs Commons Logging.
 */
package transfer.protocol.vfs;
