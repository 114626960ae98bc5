package transfer.engine;

import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.protocol.Place;

/**
 * A place that a file may be had from.
 *
 * @param expected the digest it must have there; differs between candidates where one is a copy
 *     that this run made
 */
record Candidate(Place place, Optional<Checksum> expected) {}
