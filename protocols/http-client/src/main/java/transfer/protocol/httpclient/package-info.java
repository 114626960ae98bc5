/**
 * What every family that speaks HTTP needs: connections that are shared, proxies, TLS with the
 * system's and a site's authorities, client certificates, redirects, credentials that stay with the
 * server they are for, answers translated to failures, and files read and written by GET, HEAD and
 * PUT.
 *
 * <p>OkHttp does the protocol, but for GET and HEAD in clear, which go over connections of our own
 * (ADR 16); its types appear here so that a family can form requests of its own. RFC 9110
 * (semantics, ranges, conditions), RFC 9112 and 9113 (HTTP/1.1 and 2), RFC 9530 and 3230 (digests),
 * RFC 7617 and 7616 (basic and digest log-in), RFC 6750 (bearer tokens), RFC 3820 (proxy
 * certificates).
 */
package transfer.protocol.httpclient;
