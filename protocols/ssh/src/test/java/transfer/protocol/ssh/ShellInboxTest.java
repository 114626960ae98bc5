package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShellInboxTest {
    private final ShellInbox inbox = new ShellInbox("0123mark");

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        inbox.write(bytes, 0, bytes.length);
    }

    @Test
    void answerEndsWithTheMark() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("one\ntwo");
        write("\n0123ma");
        assertFalse(answer.isDone());
        write("rk 12\n");

        assertEquals(new ShellAnswer("one\ntwo", 12), answer.join());
    }

    @Test
    void emptyAnswerIsOne() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("\n0123mark 0\n");

        assertEquals(new ShellAnswer("", 0), answer.join());
    }

    @Test
    void answersComeOneAfterTheOther() {
        CompletableFuture<ShellAnswer> first = inbox.next();
        write("a\n0123mark 0\n");
        CompletableFuture<ShellAnswer> second = inbox.next();
        write("b\n0123mark 1\n");

        assertEquals("a", first.join().output());
        assertEquals(new ShellAnswer("b", 1), second.join());
    }

    @Test
    void bytesThatAreNoTextAreKept() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("Gr\u00FC\n\n0123mark 0\n");

        assertEquals("Gr\uDCFC\n", answer.join().output());
    }

    @Test
    void markInTheMiddleOfALineIsNone() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("x0123mark 0\n");

        assertFalse(answer.isDone());
    }

    @Test
    void markWithoutANumberIsAFailure() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("\n0123mark $?\n");

        assertTrue(answer.isCompletedExceptionally());
    }

    @Test
    void endOfTheChannelIsAFailureNowAndLater() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        write("half");
        inbox.close();

        assertTrue(answer.isCompletedExceptionally());
        assertTrue(inbox.next().isCompletedExceptionally());
    }

    @Test
    void endlessAnswerIsAFailureAndNotKept() {
        CompletableFuture<ShellAnswer> answer = inbox.next();
        byte[] much = new byte[1 << 20];
        for (int i = 0; i < 100 && !answer.isDone(); i++) {
            inbox.write(much, 0, much.length);
        }

        assertTrue(answer.isCompletedExceptionally());
    }
}
