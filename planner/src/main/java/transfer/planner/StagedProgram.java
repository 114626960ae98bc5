package transfer.planner;

import java.util.Map;

/**
 * An executable or the image of a container that is brought to a job like an input.
 *
 * @param lfn its name beside the job
 * @param url where it comes from
 * @param site the site of that place
 * @param bypass whether jobs may fetch it themselves
 * @param metadata its checksum, when the catalog tells one
 */
record StagedProgram(
        Kind kind,
        String lfn,
        String url,
        String site,
        boolean bypass,
        Map<String, String> metadata) {
    enum Kind {
        EXECUTABLE,
        DOCKER_IMAGE,
        SINGULARITY_IMAGE
    }
}
