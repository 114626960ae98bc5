/**
 * {@code s3} and {@code s3s}: objects of Amazon S3 and of the many stores that speak its protocol
 * (the REST API of 2006-03-01 with signatures of version 4).
 *
 * <p>Through OkHttp, by way of {@code protocols/http-client}, with signatures of our own: no class
 * of Amazon's SDK is loaded before somebody needs credentials that only it can find. Why: {@code
 * docs/adr/0012}.
 *
 * <p>A store must answer HEAD, GET with ranges, and PUT. What single stores do differently stands
 * in {@code docs/s3.md}.
 */
package transfer.protocol.s3;
