package transfer.records;

/**
 * Who writes a record.
 *
 * @param program name and version
 * @param user the name under which the program runs; no secret, no key
 * @param host the name of the machine
 */
public record Author(String program, String user, String host) {}
