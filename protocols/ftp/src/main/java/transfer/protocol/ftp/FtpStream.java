package transfer.protocol.ftp;

/**
 * A transfer that has begun.
 *
 * @param offset where in the file its first byte is
 */
record FtpStream(FtpChannel data, long offset) {}
