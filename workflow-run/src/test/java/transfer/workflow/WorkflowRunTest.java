package transfer.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowRunTest {
    @TempDir Path directory;
    private SubmitFolder folder;

    @BeforeEach
    void begin() {
        folder = new SubmitFolder(directory);
    }

    @Test
    void aJobBeginsWhenAllItsParentsAreDone() throws Exception {
        folder.script("a", "echo a > a")
                .script("b", "cat a > b; echo b >> b", "a")
                .script("c", "cat a > c; echo c >> c", "a")
                .script("d", "cat b c > d", "b", "c")
                .write();

        WorkflowEnd end = folder.run();

        assertTrue(end.isComplete());
        assertEquals(4, end.done());
        assertEquals("a\nb\na\nc\n", folder.data("d"));
    }

    @Test
    void aJobThatOnlyOthersWaitForNeedsNothing() throws Exception {
        folder.script("a", "echo a > a")
                .line("{\"name\":\"join\",\"kind\":\"nothing\",\"parents\":[\"a\"]}")
                .script("b", "cat a > b", "join")
                .write();

        assertTrue(folder.run().isComplete());
        assertEquals("a\n", folder.data("b"));
    }

    @Test
    void whatDoesNotDependOnAFailedJobGoesOn() throws Exception {
        folder.script("bad", "echo one >&2; echo two >&2; exit 3")
                .script("after", "echo > after", "bad")
                .script("afterThat", "echo > afterThat", "after")
                .script("good", "echo > good")
                .script("last", "echo > last", "good")
                .write();

        WorkflowEnd end = folder.run();

        assertFalse(end.isComplete());
        assertEquals(2, end.done());
        assertEquals(2, end.left());
        WorkflowEnd.FailedJob failed = end.failed().getFirst();
        assertEquals("bad", failed.job().name());
        assertEquals("it ended with the exit code 3", failed.reason());
        assertEquals(List.of("one", "two"), failed.lastWords());
        assertFalse(Files.exists(folder.path("data/after")));
        assertTrue(Files.exists(folder.path("data/last")));
    }

    @Test
    void aSecondRunDoesOnlyWhatIsNotDone() throws Exception {
        folder.script("a", "echo x >> a")
                .script("b", "test -e mended", "a")
                .script("c", "cat a > c", "b")
                .write();
        assertEquals(1, folder.run().done());
        Files.createFile(folder.path("data/mended"));

        WorkflowEnd end = folder.run();

        assertTrue(end.isComplete());
        assertEquals(1, end.before());
        assertEquals(2, end.done());
        assertEquals("x\n", folder.data("c"));
    }

    @Test
    void aFailedJobIsTriedAgainAsOftenAsThePlanSays() throws Exception {
        folder.script("a", "echo x >> tries; test $(wc -l < tries) = 3", 2).write();

        assertTrue(folder.run().isComplete());

        assertEquals("x\nx\nx\n", folder.data("tries"));
        assertEquals(
                List.of(
                        "begun a 1",
                        "pausing a: it ended with the exit code 1",
                        "begun a 2",
                        "pausing a: it ended with the exit code 1",
                        "begun a 3",
                        "done a"),
                folder.told);
    }

    @Test
    void whenAllTriesAreOverTheJobHasFailed() throws Exception {
        folder.script("a", "echo x >> tries; exit 1", 1).write();

        WorkflowEnd end = folder.run();

        assertEquals(2, end.failed().getFirst().rounds());
        assertEquals("x\nx\n", folder.data("tries"));
    }

    @Test
    void aProgramThatIsNotThereIsNotTriedAgain() throws Exception {
        folder.line(
                        "{\"name\":\"a\",\"kind\":\"compute\",\"argv\":[\"/no/such/program\"],"
                                + "\"directory\":\"data\",\"retries\":5}")
                .write();

        WorkflowEnd end = folder.run();

        assertEquals(1, end.failed().getFirst().rounds());
        String reason = end.failed().getFirst().reason();
        assertTrue(reason.startsWith("the program /no/such/program cannot be started"), reason);
        assertTrue(reason.contains("No such file"), reason);
    }

    @Test
    void whileAJobWaitsForItsNextTryOthersHaveItsPlace() throws Exception {
        CountDownLatch otherDone = new CountDownLatch(1);
        folder.processors(1)
                .sleeper(_ -> otherDone.await())
                .script("first", "echo x >> tries; test $(wc -l < tries) = 2", 1)
                .script("other", "echo > other")
                .write();
        try (WorkflowRun run = folder.open()) {
            WorkflowEnd end =
                    run.run(
                            _ -> {},
                            new WorkflowProgress() {
                                @Override
                                public void done(Job job) {
                                    if (job.name().equals("other")) {
                                        otherDone.countDown();
                                    }
                                }
                            });
            assertTrue(end.isComplete());
        }
        assertEquals("x\nx\n", folder.data("tries"));
    }

    @Test
    void noMoreListsOfACategoryRunAtOnceThanItsLimit() throws Exception {
        folder.limit("stagein", 2);
        for (int i = 0; i < 6; i++) {
            folder.list("in" + i, ",\"category\":\"stagein\"");
        }
        folder.write();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);

        WorkflowEnd end =
                folder.run(_ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    two.countDown();
                    two.await(); // the limit is reached at least once
                    running.decrementAndGet();
                });

        assertTrue(end.isComplete());
        assertEquals(2, most.get());
    }

    @Test
    void aListThatFailsForGoodIsNotTriedAgain() throws Exception {
        folder.list("in", ",\"retries\":3").write();

        WorkflowEnd end =
                folder.run(_ -> {
                    throw new JobFailure("1 of 2 not done", true);
                });

        assertEquals(1, end.failed().getFirst().rounds());
        assertEquals("1 of 2 not done", end.failed().getFirst().reason());
    }

    @Test
    void aProgramErrorInAListEndsTheRun() throws Exception {
        folder.list("in", "").script("after", "echo > after", "in").write();

        IllegalStateException failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                folder.run(_ -> {
                                    throw new UnsupportedOperationException("not yet");
                                }));

        assertEquals("not yet", failure.getCause().getMessage());
        assertEquals(2, folder.run().done(), "nothing was noted as done");
    }

    @Test
    void anInterruptEndsProcessesWithAllThatTheyStarted() throws Exception {
        folder.script("a", "sleep 600 & echo $! > child; echo $$ > parent; sleep 600")
                .script("b", "echo > b", "a")
                .write();
        Thread runner = Thread.currentThread();
        try (WorkflowRun run = folder.open()) {
            Thread watcher =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!Files.exists(folder.path("data/parent"))
                                        || size(folder.path("data/parent")) == 0) {
                                    Thread.onSpinWait();
                                }
                                runner.interrupt();
                            });
            WorkflowEnd end = run.run(_ -> {}, folder.new Telling());
            watcher.join();

            assertTrue(end.cancelled());
            assertEquals(2, end.left());
            assertEquals(List.of(), end.failed());
        }
        for (String file : List.of("child", "parent")) {
            long process = Long.parseLong(folder.data(file).strip());
            assertFalse(isAlive(process), file);
        }
        assertEquals(Set.of(), done());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    private Set<String> done() throws IOException, WorkflowException {
        try (DoneFile file = DoneFile.open(folder.path("w-0.done"))) {
            return file.done();
        }
    }

    @Test
    void whatAKilledRunLeftRunningIsEndedBeforeItIsDoneAgain() throws Exception {
        folder.script("a", "echo again > a").write();
        Process left = new ProcessBuilder("sleep", "600").start();
        try (DoneFile file = DoneFile.open(folder.path("w-0.done"))) {
            file.noteStarted(
                    new Job(
                            "a",
                            Job.Kind.COMPUTE,
                            JobsReader.read(folder.path("w-0.jobs")).jobs().getFirst().command(),
                            new Job.Terms("", 0, 0, 1),
                            List.of(),
                            List.of()),
                    left.toHandle());
        }

        assertTrue(folder.run().isComplete());

        assertFalse(left.isAlive());
        assertTrue(folder.told.getFirst().startsWith("ended the process " + left.pid()));
        assertEquals("again\n", folder.data("a"));
    }

    @Test
    void whatIsLeftOfAJobWhoseOwnProcessHasEndedIsEndedBeforeItIsDoneAgain() throws Exception {
        folder.script("a", "echo again > a").script("done", "true").write();
        Files.writeString(folder.path("w-0.done"), "{\"done\":\"done\"}\n");
        Process left = marked("a");
        Process wanted = marked("done");
        try {
            assertTrue(folder.run().isComplete());

            assertFalse(left.isAlive());
            assertTrue(wanted.isAlive(), "its job is done, so it may be meant to stay");
        } finally {
            left.destroyForcibly();
            wanted.destroyForcibly();
        }
    }

    private Process marked(String job) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("PEGASUS_WF_UUID", folder.run);
        builder.environment().put("PEGASUS_DAG_JOB_ID", job);
        return builder.start();
    }

    @Test
    void whatAFailedRoundLeavesRunningIsEndedBeforeTheNext() throws Exception {
        folder.script("a", "test ! -e left || exit 0; sleep 600 & echo $! > left; kill -9 $$", 1)
                .write();

        assertTrue(folder.run().isComplete());

        assertEquals("pausing a: it was ended by the signal 9", folder.told.get(1));
        assertFalse(isAlive(Long.parseLong(folder.data("left").strip())));
    }

    @Test
    void anotherProcessThatGotTheSameNumberIsLetBe() throws Exception {
        folder.script("a", "echo again > a").write();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    folder.path("w-0.done"),
                    "{\"started\":\"a\",\"process\":"
                            + other.pid()
                            + ",\"time\":\"2020-01-01T00:00:00Z\"}\n");

            assertTrue(folder.run().isComplete());

            assertTrue(other.isAlive());
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void twoRunsCannotHaveTheSameDirectory() throws Exception {
        folder.script("a", "echo > a").write();
        try (WorkflowRun first = folder.open()) {
            WorkflowException failure = assertThrows(WorkflowException.class, folder::open);
            assertTrue(
                    failure.getMessage().startsWith("another run of this workflow is under way"),
                    failure.getMessage());
            assertEquals(1, first.size());
        }
        assertTrue(folder.run().isComplete());
    }

    @Test
    void aDirectoryWithoutJobsSaysHowTheyComeThere() {
        WorkflowException failure = assertThrows(WorkflowException.class, folder::open);

        assertTrue(failure.getMessage().contains("plan --engine local"), failure.getMessage());
    }

    @Test
    void aDirectoryThatIsNotThereIsNone() {
        SubmitFolder nowhere = new SubmitFolder(directory.resolve("nowhere"));

        WorkflowException failure = assertThrows(WorkflowException.class, nowhere::open);

        assertEquals(directory.resolve("nowhere") + " is no directory", failure.getMessage());
    }
}
