package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The suite finds what a family gets wrong: each check is run against somebody who fails it. */
class EndpointConformanceTest {
    @ParameterizedTest
    @CsvSource({
        "MISSING_FILES_ARE_EMPTY, Fetching, missingFileIsNotFound",
        "IGNORES_THE_CONDITION, Identities, tailOfAnotherStateIsNeverGiven",
        "SAYS_ZERO_FOR_THE_OFFSET, Ranges, readingFromAnOffsetGivesTheTail",
        "GIVES_NOTHING_ONCE, Fetching, fileOfOneByteIsRead",
        "DECODES_NAMES, Fetching, nameThatLooksEscapedIsNotUnescaped",
        "DECODES_NAMES, Fetching, fileOfAnyNameIsRead",
        "WRITES_INTO_THE_TARGET, Publishing, targetAppearsWhenItIsPublishedAndNotBefore",
        "WRITES_INTO_THE_TARGET, Publishing, finishedWritingThatIsNotPublishedLeavesTheOldContent",
        "LEAVES_ABORTED_FILES, Publishing, abortedWritingLeavesNothing",
        "LEAVES_ABORTED_FILES, Storing, publishedFileIsTheOnlyOneThatStays",
        "LEAVES_ABORTED_FILES, Resuming, closedWritingTakesAwayWhatWasThere",
        "NEVER_GOES_ON, Resuming, leftWritingGoesOnBehindWhatHadArrived",
        "NEVER_GOES_ON, Resuming, plainWritingTakesNoNoticeOfWhatIsLeft",
        "FORGETS_THE_MARK, Resuming, otherMarkIsAnotherFile",
        "FORGETS_THE_NAME, Resuming, sameMarkOfAnotherNameIsAnotherFile",
        "FORGETS_THE_NAME, Resuming, whereNothingIsThereItBeginsAtTheFirstByte",
        "GOES_ON_AT_THE_WRONG_PLACE, Resuming, whatIsThereCanBeLookedAtBeforeTheFirstByte",
        "GOES_ON_AT_THE_WRONG_PLACE, Resuming, finishedWritingThatWasNotPublishedOnlyHasToBe",
        "LEAVES_NOTHING, Resuming, leftTwiceItGoesOnTwice",
        "LEAVES_NOTHING, Resuming, leftWritingGoesOnBehindWhatHadArrived",
        "LEAVES_IT_IN_THE_TARGET, Resuming, whatIsLeftIsHidden",
        "TAKES_AWAY_WHAT_WAS_LEFT, Resuming, writingThatIsLeftTwiceOrClosedAfterwardsStays",
        "IGNORES_THE_MODE, Modes, writtenFileHasTheModeThatWasAskedFor",
        "FAILS_TO_CLOSE_TWICE, Opening, closingAnUnusedEndpointTwiceIsHarmless",
        "DIGESTS_ARE_OF_THE_NAME, Digests, digestIsThatOfTheContent",
        "COPIES_NOTHING_OVER_SOMETHING, DirectCopies, missingSourceIsNotFoundAndTheTargetStays",
        "PUBLISHES_COPIES_AT_ONCE, DirectCopies, copyThatIsNotPublishedLeavesWhatWasThere",
        "TELLS_OF_BYTES_TWICE, DirectCopies, whatIsToldToHaveMovedIsNeverMoreThanTheFile",
        "LOSES_INTERRUPTIONS, DirectCopies, interruptedThreadDoesNotBeginToCopy",
        "REMOVES_DIRECTORIES_UNASKED, DirectoryTrees, directoryIsNotRemovedAsAFile",
        "REMOVES_BY_PREFIX, Removing, neighboursStay",
        "COMPLAINS_OF_MISSING_FILES, Removing, missingFileCountsAsRemoved",
        "TAKES_ALL_FOR_REMOVED, RemovingTogether, whatIsMissingIsNotToldToBeRemoved",
        "REMOVES_ONE_OF_SEVERAL, RemovingTogether, filesGoAndTheirNeighboursStay",
        "LISTS_EVERYTHING_BELOW, DirectoryTrees, listHasEverythingUnderItsNameAndNothingElse",
        "LISTS_THE_FIRST_PAGE_ONLY, DirectoryTrees, listHasEverythingUnderItsNameAndNothingElse",
        "LISTS_THE_FIRST_PAGE_ONLY, DirectoryTrees, listByABeginningHasEverythingThatBeginsSo",
        "TAKES_THE_BEGINNING_FOR_THE_NAME, DirectoryTrees, listByABeginningHasEverythingThatBeginsSo",
        "LISTS_ALL_AS_FILES, DirectoryTrees, whatIsListedIsWhatThereIs",
        "LISTS_ONE_SIZE_FOR_ALL, DirectoryTrees, whatIsListedIsWhatThereIs",
        "CUTS_NAMES_IN_TREES, DirectoryTrees, nameInADirectoryIsTheNameOfItsUrl",
        "CUTS_NAMES_IN_TREES, DirectoryTrees, whatIsListedHasTheNameOfItsFile",
        "CUTS_NAMES_IN_TREES, DirectoriesInTheWay, fileWrittenUnderItsNameIsListedUnderIt",
        "ESCAPES_NAMES_IN_ONE_DIRECTION, DirectoryTrees, nameInADirectoryIsTheNameOfItsUrl",
        "ESCAPES_NAMES_IN_ONE_DIRECTION, DirectoriesInTheWay, fileWrittenUnderItsNameIsListedUnderIt",
        "LOSES_INTERRUPTIONS, Interruption, interruptedReadingEndsBeforeTheFileDoes",
        "LOSES_INTERRUPTIONS, Interruption, interruptedThreadGetsItsAnswerOrTheInterruption",
        "LOSES_INTERRUPTIONS, Storing, interruptedWritingEndsEarly",
        "SHARES_ONE_READING, Concurrency, readingsOfOneFileAreIndependent",
        "SHOWS_THE_PASSWORD, Stating, fileHasItsSize",
        "FORGETS_THE_PHASE, Fetching, missingFileIsNotFound",
    })
    void flawIsFound(String flaw, String group, String check) {
        expectFailure(FlawedMemorySuite.class, MemoryConformanceTest.class, flaw, group, check);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTS_WHEN_OPENED, Network, openingConnectsNowhere",
        "TAKES_A_BROKEN_CONNECTION_FOR_THE_END, Network, connectionClosedInTheMiddleIsNoEnd",
        "TAKES_SILENCE_FOR_A_BROKEN_CONNECTION, Network, silentServerTimesOut",
        "TAKES_SILENCE_FOR_A_BROKEN_CONNECTION, Uploads, serverThatTakesNoMoreTimesOut",
        "REPORTS_INTERRUPTION_AS_A_FAILURE, Network, interruptedReadOfASilentServerEndsAtOnce",
        "REPORTS_INTERRUPTION_AS_A_FAILURE, Network, interruptedConnectingEndsAtOnce",
        "SHOWS_THE_URL_WITH_ITS_PASSWORD, Network, passwordInTheUrlIsNeverShown",
        "FORGETS_TO_CLOSE, Resources, nothingStaysOpenAfterManyReadings",
        "TAKES_EVERYTHING_FOR_THE_REQUEST, Network, refusedConnectionIsOne",
        "TAKES_EVERYTHING_FOR_THE_REQUEST, Network, connectionClosedInTheMiddleIsNoEnd",
        "TELLS_NO_ADDRESS, Network, readingTellsWhoAnswered",
        "GOES_ON_BEHIND_WHAT_IT_SENT, ResumingAfterFaults,"
                + " afterABrokenConnectionItGoesOnByTheSameEndpoint",
    })
    void flawOfTheNetworkIsFound(String flaw, String group, String check) {
        expectFailure(FlawedWireSuite.class, WireConformanceTest.class, flaw, group, check);
    }

    private static void expectFailure(
            Class<?> suite, Class<?> groups, String flaw, String group, String check) {
        Class<?> nested =
                Stream.of(groups.getDeclaredClasses())
                        .filter(type -> type.getSimpleName().equals(group))
                        .findFirst()
                        .orElseThrow();
        TestExecutionSummary summary = run(flaw, selectNestedMethod(List.of(suite), nested, check));
        assertTrue(summary.getTestsFailedCount() > 0, () -> check + " does not notice " + flaw);
    }

    private static TestExecutionSummary run(String flaw, DiscoverySelector selector) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .configurationParameter(FlawParameter.KEY, flaw)
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertTrue(summary.getTestsStartedCount() > 0, "nothing was run");
        return summary;
    }

    private static void expectListFailure(Class<?> suite, String named) {
        TestExecutionSummary summary =
                run("", selectMethod(suite, "everyGroupThatTheAbilitiesCallForIsThereAndNoOther"));
        assertEquals(1, summary.getTestsFailedCount());
        String message = summary.getFailures().getFirst().getException().getMessage();
        assertTrue(message.contains(named), message);
    }

    @Test
    void groupThatIsMissingIsAFailure() {
        expectListFailure(WithoutRanges.class, "RangeChecks");
    }

    @Test
    void groupThatIsNotCalledForIsAFailure() {
        expectListFailure(WithOneTooMany.class, "DigestChecks");
    }

    @Test
    void abilityThatIsNotDeclaredIsAFailure() {
        TestExecutionSummary summary =
                run(
                        "",
                        selectNestedMethod(
                                List.of(WithoutRanges.class),
                                WithoutRanges.Opening.class,
                                "endpointHasExactlyTheDeclaredAbilities"));
        assertEquals(1, summary.getTestsFailedCount());
    }

    /** Forgets a group, and that it can write. */
    static class WithoutRanges extends EndpointConformance {
        @Override
        protected Set<Ability> abilities() {
            return EnumSet.of(Ability.STAT, Ability.READ, Ability.RANGES);
        }

        @Override
        protected Fixture fixture() {
            return new MemoryFixture();
        }

        @Nested
        class Opening extends OpeningGroup {}

        @Nested
        class Stating extends StatGroup {}

        @Nested
        class Fetching extends ReadGroup {}

        @Nested
        class Interruption extends InterruptionGroup {}

        @Nested
        class Concurrency extends ConcurrencyGroup {}

        @Nested
        class Resources extends ResourceGroup {}
    }

    /** Checks digests that it says nobody has. */
    static class WithOneTooMany extends WithoutRanges {
        @Nested
        class Ranges extends RangeGroup {}

        @Nested
        class Digests extends DigestGroup {}
    }
}
