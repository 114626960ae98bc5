package transfer.protocol.ssh;

import transfer.protocol.ByteText;

/**
 * What a script wrote and how it ended.
 *
 * @param output as {@link ByteText} writes bytes
 * @param status 0 for success
 */
record ShellAnswer(String output, int status) {}
