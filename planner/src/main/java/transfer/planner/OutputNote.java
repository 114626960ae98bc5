package transfer.planner;

import java.util.Map;

/**
 * What is to be noted of one output.
 *
 * @param facts its size and checksum, and metadata of the workflow
 */
record OutputNote(String lfn, Replica replica, Map<String, String> facts) {}
