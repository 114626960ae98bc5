package transfer.planner;

import java.util.Map;
import java.util.Optional;

/**
 * A file as one job uses it.
 *
 * @param lfn its logical name, which may contain {@code /}
 * @param stageOut an output is copied to the output sites
 * @param register an output is noted in the output replica catalog
 * @param optional an input without replica is left out
 * @param bytes its size as the workflow tells it; -1 when it does not
 * @param bypass an input is not staged through the staging site
 * @param metadata pairs that go with the file
 * @param catalogued where an executable or the image of a container comes from; empty for data
 */
record FileUse(
        String lfn,
        Kind kind,
        boolean stageOut,
        boolean register,
        boolean optional,
        long bytes,
        boolean bypass,
        Map<String, String> metadata,
        Optional<StagedProgram> catalogued) {

    enum Kind {
        INPUT,
        OUTPUT,
        INOUT,
        CHECKPOINT;

        boolean isInput() {
            return this != OUTPUT;
        }

        boolean isOutput() {
            return this != INPUT;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static FileUse of(StagedProgram program) {
        return new FileUse(
                program.lfn(),
                Kind.INPUT,
                false,
                false,
                false,
                -1,
                program.bypass(),
                program.metadata(),
                Optional.of(program));
    }

    boolean isInput() {
        return kind.isInput();
    }

    boolean isOutput() {
        return kind.isOutput();
    }

    boolean isCheckpoint() {
        return kind == Kind.CHECKPOINT;
    }

    boolean isExecutable() {
        return catalogued.isPresent() && catalogued.get().kind() == StagedProgram.Kind.EXECUTABLE;
    }

    boolean isImage() {
        return catalogued.isPresent() && catalogued.get().kind() != StagedProgram.Kind.EXECUTABLE;
    }
}
