/**
 * {@code http} and {@code https}: files by GET, HEAD, PUT and DELETE (RFC 9110).
 *
 * <p>By way of {@code protocols/http-client}, which also says what it makes of digests, content
 * codings, web pages in place of data, redirects and credentials. Plain HTTP has no directories:
 * nothing is made on the way to an upload, and only files are removed.
 *
 * <p>A server must answer GET. Ranges (with a strong {@code ETag}, or a {@code Last-Modified} that
 * can be relied on) let a broken download go on; {@code Repr-Digest} or {@code Digest} lets it be
 * verified.
 */
package transfer.protocol.http;
