/**
 * What every family that speaks TLS needs: the system's and a site's authorities, servers that need
 * not be checked, client certificates and proxies from one PEM file, and what two ends did not
 * agree upon as a name and in words.
 *
 * <p>RFC 8446 (TLS 1.3) and 5246 (1.2) as the runtime does them, RFC 5280 (certificates), RFC 3820
 * (proxy certificates), RFC 7468 (PEM).
 */
package transfer.protocol.tls;
