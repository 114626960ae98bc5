/** The list of protocols in this build. */
package transfer.protocol.all;
