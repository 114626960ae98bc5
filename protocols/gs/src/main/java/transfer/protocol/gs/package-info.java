/**
 * Google Cloud Storage: {@code gs://bucket/name}, by its JSON API over our own HTTP.
 *
 * <p>Names are not escaped: what follows the bucket is the object's name, UTF-8, to the last
 * character. A name that others continue behind a slash is shown as a directory; there are no
 * others, and making one makes its bucket.
 *
 * <p>Objects appear whole or not at all, and the store compares the CRC-32C of what it was sent
 * before it shows it. A large upload goes on where it broke off for a week. A reading is of one
 * generation of an object.
 *
 * <p>Who we are is found by Google's own library for log-ins, and nothing of that is loaded unless
 * an account is used; nothing here that is not needed to name the scheme is loaded before a request
 * is made.
 *
 * <p>JSON API: cloud.google.com/storage/docs/json_api; resumable uploads:
 * cloud.google.com/storage/docs/performing-resumable-uploads; digests:
 * cloud.google.com/storage/docs/data-validation; objects stored compressed:
 * cloud.google.com/storage/docs/transcoding; batches: cloud.google.com/storage/docs/batch.
 */
package transfer.protocol.gs;
