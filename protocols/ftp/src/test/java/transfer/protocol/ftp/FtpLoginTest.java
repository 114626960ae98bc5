package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.OnePassword;

/** Logging in to a scripted server. */
class FtpLoginTest {
    private final FtpScriptedServer server = new FtpScriptedServer().content(new byte[10]);
    private final FtpRig rig = new FtpRig();

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private TransferUrl url(String login) throws Exception {
        return TransferUrl.parse(server.url("file").text().replace("://", "://" + login));
    }

    private List<String> shown(String login, Credentials credentials) throws Exception {
        rig.open(url(login), credentials).stat(url(login));
        return server.commands().subList(0, 2);
    }

    @Test
    void withoutANameItIsAnonymous() throws Exception {
        assertEquals(List.of("USER anonymous", "PASS transfer@"), shown("", Credentials.none()));
    }

    @Test
    void credentialsAreShown() throws Exception {
        assertEquals(List.of("USER lab", "PASS " + FtpServer.PASSWORD), shown("", FtpServer.lab()));
    }

    @Test
    void nameAndPasswordOfTheUrlComeFirst() throws Exception {
        assertEquals(
                List.of("USER j@e", "PASS s:cr%t"), shown("j%40e:s%3Acr%25t@", FtpServer.lab()));
    }

    @Test
    void nameOfTheUrlGetsItsPasswordFromTheCredentials() throws Exception {
        assertEquals(
                List.of("USER lab", "PASS " + FtpServer.PASSWORD), shown("lab@", FtpServer.lab()));
    }

    @Test
    void passwordOfSomebodyElseIsNotShown() throws Exception {
        assertEquals(List.of("USER joe", "PASS"), shown("joe@", FtpServer.lab()));
    }

    @Test
    void serverThatWantsNoPasswordGetsNone() throws Exception {
        server.answer("USER", "230 welcome");

        assertEquals(List.of("USER lab", "FEAT"), shown("", FtpServer.lab()));
    }

    @Test
    void commandInAPasswordIsRefused() throws Exception {
        Credentials evil = new Credentials(List.of(new OnePassword("lab", "x\r\nDELE file")));

        rig.failure(FailureKind.BAD_CREDENTIALS, () -> rig.open(url(""), evil).stat(url("")));
        rig.failure(
                FailureKind.BAD_CREDENTIALS,
                () -> rig.open(url("a%0D%0A:b@"), evil).stat(url("a%0D%0A:b@")));

        assertEquals(List.of(), server.commands());
    }

    @Test
    void passwordThatTheServerRepeatsIsNotShown() throws Exception {
        server.answer("PASS", "530 no user lab with " + FtpServer.PASSWORD);

        TransferException failure =
                rig.failure(FailureKind.BAD_CREDENTIALS, () -> rig.read(url("")));

        assertEquals(OptionalInt.of(530), failure.status());
    }

    @Test
    void refusalSaysWhatWasShown() throws Exception {
        server.answer("PASS", "530 no");

        assertTrue(
                rig.failure(FailureKind.BAD_CREDENTIALS, () -> rig.read(url("")))
                        .getMessage()
                        .contains("the test"));
    }

    @Test
    void fullServerIsNoWrongPassword() throws Exception {
        server.answer("PASS", "530 Sorry, the maximum number of clients (2) are connected");

        rig.failure(FailureKind.THROTTLED, () -> rig.read(url("")));

        server.answer("", "421 too many");
        rig.failure(FailureKind.THROTTLED, () -> rig.read(url("")));
    }

    @Test
    void whatIsNoFtpServerIsNotUnderstood() throws Exception {
        server.answer("", "SSH-2.0-OpenSSH_9.2");

        TransferException failure = rig.failure(FailureKind.UNEXPECTED, () -> rig.read(url("")));

        assertFalse(failure.getMessage().contains("\n"), failure::getMessage);
    }

    /** vsftpd's answer to everything that comes before a name. */
    @Test
    void serverWithoutTlsIsNoWrongPassword() throws Exception {
        server.answer("AUTH", "530 Please login with USER and PASS.");
        TransferUrl secured = TransferUrl.parse(url("").text().replace("ftp://", "ftps://"));

        TransferException failure = rig.failure(FailureKind.UNSUPPORTED, () -> rig.read(secured));

        assertTrue(failure.getMessage().contains("offers no TLS"), failure::getMessage);
        assertEquals(List.of("AUTH TLS"), server.commands());
    }

    @Test
    void answerWithoutAnEndIsNotKeptInMemory() throws Exception {
        server.answer("FEAT", "211-x\r\n" + " SIZE\r\n".repeat(200_000) + "211 End");

        TransferException failure = rig.failure(FailureKind.UNEXPECTED, () -> rig.read(url("")));

        assertTrue(failure.getMessage().contains("has no end"), failure::getMessage);
    }

    @Test
    void greetingWithoutAnEndIsNotKeptInMemory() throws Exception {
        server.answer("", "220-" + "x".repeat(2_000_000) + "\r\n220 hello");

        TransferException failure = rig.failure(FailureKind.UNEXPECTED, () -> rig.read(url("")));

        assertTrue(failure.getMessage().contains("has no end"), failure::getMessage);
    }
}
