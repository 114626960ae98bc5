/**
 * {@code webdav} and {@code webdavs}, also written {@code dav} and {@code davs}: files and folders
 * by WebDAV (RFC 4918) over HTTP or HTTP with TLS.
 *
 * <p>Through OkHttp, by way of {@code protocols/http-client}, which does what plain HTTP does too:
 * log-ins, redirects, ranges, digests, uploads. Here are folders (MKCOL, PROPFIND), uploads under a
 * hidden name that MOVE publishes, COPY within a server, and DELETE of whole folders.
 *
 * <p>A server must answer GET, and PUT for uploads. Without PROPFIND nothing can be listed, and
 * HEAD tells what a file is; without MOVE an upload has its final name at once. What single servers
 * do differently stands in {@code docs/webdav.md}.
 */
package transfer.protocol.webdav;
