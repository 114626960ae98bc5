package transfer.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a run is kept.
 *
 * @param submit its submit directory, absolute
 * @param relative its directory below the scratch directory of every site
 */
record RunPlace(Path submit, String relative) {
    private static final Pattern NUMBERED = Pattern.compile("run(\\d{4,9})");
    private static final String RULE =
            " must be the relative name of a directory, without . and .. in it";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssZ");

    /** Finds the places of new runs of one workflow. */
    static final class Finder {
        private final PlanRequest.Names names;
        private final Properties properties;
        private final Path base;
        private final String usual;
        private final Clock clock;

        /**
         * @param workflow its name
         */
        Finder(PlanInputs inputs, String workflow, Clock clock) {
            this.names = inputs.request().names();
            this.properties = inputs.properties();
            this.base = inputs.surroundings().directory().resolve(names.base()).normalize();
            this.usual = inputs.surroundings().user() + "/pegasus/" + workflow;
            this.clock = clock;
            check(inputs, "--relative-dir", names.relative());
            check(inputs, "--relative-submit-dir", names.relativeSubmit());
            check(inputs, "--randomdir", names.random().filter(word -> !word.isEmpty()));
            if (!isBelow(usual)) {
                inputs.defects()
                        .add(
                                inputs.request().workflow().toString(),
                                "name",
                                "'" + usual + "'" + RULE);
            }
        }

        /** What is removed at the end must be a directory of the run alone. */
        private static void check(PlanInputs inputs, String field, Optional<String> word) {
            if (word.isPresent() && !isBelow(word.get())) {
                inputs.defects().add("command line", field, "'" + word.get() + "'" + RULE);
            }
        }

        private static boolean isBelow(String word) {
            for (String part : word.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                    return false;
                }
            }
            return word.chars().noneMatch(Character::isISOControl);
        }

        /** The place that the next run gets, as long as nobody else takes it. Makes nothing. */
        RunPlace next() throws IOException {
            Optional<String> fixed = fixed();
            return place(fixed.isPresent() ? fixed.get() : usual + "/" + numbered(number()));
        }

        /**
         * Makes the submit directory, and so takes the place.
         *
         * @throws PlanningException when the directory that was asked for is there already
         */
        ClaimedDirectory claim() throws IOException, PlanningException {
            Optional<String> fixed = fixed();
            if (fixed.isPresent()) {
                return ClaimedDirectory.make(base.resolve(fixed.get()))
                        .orElseThrow(() ->
                                new PlanningException(
                                        new Defect(
                                                "command line",
                                                0,
                                                "",
                                                base.resolve(fixed.get())
                                                        + " exists already: a submit directory is made anew for every run")));
            }
            for (int number = number(); ; number++) {
                Optional<ClaimedDirectory> claimed =
                        ClaimedDirectory.make(base.resolve(usual).resolve(numbered(number)));
                if (claimed.isPresent()) {
                    return claimed.get();
                }
            }
        }

        /** What belongs to a submit directory that {@link #claim} made. */
        RunPlace of(ClaimedDirectory claimed) {
            return place(base.relativize(claimed.path()).toString());
        }

        private RunPlace place(String submit) {
            String relative =
                    names.random()
                            .map(word ->
                                    word.isEmpty()
                                            ? lastPart(usual) + "-" + UUID.randomUUID()
                                            : word)
                            .or(names::relative)
                            .orElse(submit);
            return new RunPlace(base.resolve(submit), relative);
        }

        private static String lastPart(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private Optional<String> fixed() {
            return names.relativeSubmit().or(names::relative).or(this::stamped);
        }

        private Optional<String> stamped() {
            return properties.says("pegasus.dir.useTimestamp", false)
                    ? Optional.of(usual + "/" + STAMP.format(ZonedDateTime.now(clock)))
                    : Optional.empty();
        }

        private static String numbered(int number) {
            return String.format("run%04d", number);
        }

        private int number() throws IOException {
            Path runs = base.resolve(usual);
            if (!Files.isDirectory(runs)) {
                return 1;
            }
            try (Stream<Path> entries = Files.list(runs)) {
                return 1
                        + entries.map(entry -> NUMBERED.matcher(entry.getFileName().toString()))
                                .filter(Matcher::matches)
                                .mapToInt(name -> Integer.parseInt(name.group(1)))
                                .max()
                                .orElse(0);
            }
        }
    }
}
