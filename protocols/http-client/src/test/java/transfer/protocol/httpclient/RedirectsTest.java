package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class RedirectsTest {
    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private String fetch(String path) throws TransferException, InterruptedException {
        TransferUrl url = server.url(path);
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            return new String(Client.all(reading), StandardCharsets.US_ASCII);
        }
    }

    private TransferException failure(String path) {
        return assertThrows(TransferException.class, () -> fetch(path));
    }

    private static void content(ScriptedServer.Exchange exchange) throws IOException {
        exchange.reply("200 OK", "", "content".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aReadingFollowsThemAll(int status) throws Exception {
        serve(x -> {
            if (x.asked().target().equals("/x")) {
                x.reply(status + " Elsewhere", "Location: y%20z?q=1\n");
            } else {
                content(x);
            }
        });

        assertEquals("content", fetch("/x"));
        assertEquals("/y%20z?q=1", server.last().target());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 305})
    void otherStatusesAreNoRedirects(int status) throws Exception {
        serve(x -> x.reply(status + " Odd", "Location: /y\n"));

        assertEquals(FailureKind.UNEXPECTED, failure("/x").kind());
    }

    @Test
    void aRedirectToNowhereIsNone() throws Exception {
        serve(x -> x.reply("302 Found", ""));

        assertEquals(FailureKind.UNEXPECTED, failure("/x").kind());
    }

    @Test
    void twentyAreFollowedAndNotOneMore() throws Exception {
        serve(x -> {
            int number = Integer.parseInt(x.asked().target().substring(1));
            if (number == 0) {
                content(x);
            } else {
                x.reply("302 Found", "Location: /" + (number - 1) + "\n");
            }
        });

        assertEquals("content", fetch("/20"));
        TransferException failure = failure("/21");
        assertFalse(failure.kind().isPassing());
        assertTrue(failure.getMessage().contains("more than 20"), failure.getMessage());
    }

    @Test
    void aCircleIsNamed() throws Exception {
        serve(x ->
                x.reply(
                        "302 Found",
                        "Location: " + (x.asked().target().equals("/a") ? "/b" : "/a") + "\n"));

        TransferException failure = failure("/a");

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        String expected =
                "circle: " + server.at("/a") + " -> " + server.at("/b") + " -> " + server.at("/a");
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertEquals(2, server.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/x", "file:///etc/passwd", "http://:::::/"})
    void whatIsNoHttpIsNotFollowed(String target) throws Exception {
        serve(x -> x.reply("302 Found", "Location: " + target + "\n"));

        assertEquals(FailureKind.UNSUPPORTED, failure("/x").kind());
    }

    @Test
    void aRemovalIsNotSentElsewhereUnlessTheServerInsists() throws Exception {
        serve(x -> {
            if (x.asked().target().equals("/gone")) {
                x.reply("204 No Content", "");
            } else {
                String status = x.asked().target().substring(1);
                x.reply(status + " Elsewhere", "Location: /gone\n");
            }
        });

        for (int status : new int[] {301, 302, 303}) {
            TransferUrl url = server.url("/" + status);
            try (HttpAnswer answer = client.conversation(url).send(HttpRequest.of("DELETE", url))) {
                assertEquals(status, answer.status());
            }
        }
        TransferUrl url = server.url("/307");
        try (HttpAnswer answer = client.conversation(url).send(HttpRequest.of("DELETE", url))) {
            assertEquals(204, answer.status());
        }
    }

    @Test
    void nothingThatIsForOneServerIsSentToAnother() throws Exception {
        client.close();
        client =
                new Client(
                        Client.settings(),
                        new Credential.HttpHeaders(
                                Map.of(
                                        "Authorization", new Secret("Secret abc"),
                                        "X-Api-Key", new Secret("def")),
                                "test"));
        try (ScriptedServer other = new ScriptedServer(RedirectsTest::content)) {
            serve(x -> x.reply("302 Found", "Location: " + other.at("/y") + "\n"));

            assertEquals("content", fetch("/x"));

            assertEquals(Optional.of("Secret abc"), server.last().header("Authorization"));
            assertEquals(Optional.of("def"), server.last().header("X-Api-Key"));
            assertEquals(Optional.empty(), other.last().header("Authorization"));
            assertEquals(Optional.empty(), other.last().header("X-Api-Key"));
        }
    }

    @Test
    void whoeverWasSentAwayComesBackWithoutCredentials() throws Exception {
        client.close();
        client =
                new Client(
                        Client.settings(),
                        new Credential.HttpHeaders(Map.of("X-Api-Key", new Secret("def")), "test"));
        try (ScriptedServer other =
                new ScriptedServer(
                        x -> x.reply("302 Found", "Location: " + server.at("/z") + "\n"))) {
            serve(x -> {
                if (x.asked().target().equals("/z")) {
                    content(x);
                } else {
                    x.reply("302 Found", "Location: " + other.at("/y") + "\n");
                }
            });

            fetch("/x");

            assertEquals(Optional.of("def"), server.asked().getFirst().header("X-Api-Key"));
            assertEquals(Optional.empty(), server.last().header("X-Api-Key"));
        }
    }

    @Test
    void withinTheServerTheyStay() throws Exception {
        client.close();
        client =
                new Client(
                        Client.settings(),
                        new Credential.HttpHeaders(Map.of("X-Api-Key", new Secret("def")), "test"));
        serve(x -> {
            if (x.asked().target().equals("/y")) {
                content(x);
            } else {
                x.reply("302 Found", "Location: " + server.at("/y") + "\n");
            }
        });

        fetch("/x");

        assertEquals(Optional.of("def"), server.last().header("X-Api-Key"));
    }

    @Test
    void aRefusalElsewhereSaysWhyNothingWasShownThere() throws Exception {
        try (ScriptedServer other = new ScriptedServer(x -> x.reply("401 Unauthorized", ""))) {
            serve(x -> x.reply("302 Found", "Location: " + other.at("/y?token=abc") + "\n"));

            TransferException failure = failure("/x");

            assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
            assertTrue(failure.getMessage().contains(other.at("/y?...")), failure.getMessage());
            assertTrue(failure.getMessage().contains("not sent to another server"));
            assertFalse(failure.getMessage().contains("abc"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, 301, 1",
        "PUT, 303, 0",
        "PROPFIND, 301, 1",
        "PROPFIND, 303, 0",
        "PROPFIND, 308, 1",
        "MKCOL, 301, 0",
        "MKCOL, 308, 1"
    })
    void theMethodDecidesWhatIsFollowed(String method, int status, int followed) throws Exception {
        serve(x -> {
            x.body();
            if (x.asked().target().equals("/y")) {
                x.reply("201 Created", "");
            } else {
                x.reply(status + " Elsewhere", "Location: /y\n");
            }
        });
        TransferUrl url = server.url("/x");
        HttpRequest request =
                HttpRequest.of(method, url).with(okhttp3.RequestBody.create(new byte[3]));

        client.conversation(url).send(request).close();

        assertEquals(1 + followed, server.asked().size());
        assertEquals(
                List.of(method),
                server.asked().stream().map(ScriptedServer.Asked::method).distinct().toList());
    }
}
