/**
 * Digests of files: compute them while bytes pass, parse and compare them. Depends on no other
 * module.
 */
package transfer.checksum;
