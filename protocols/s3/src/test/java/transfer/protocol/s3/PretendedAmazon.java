package transfer.protocol.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server written by hand in place of three of Amazon's services, as far as keys are asked for
 * there: the security token service, an instance's metadata (version 2), a container's keys. It
 * notes what it was asked and answers as the services' documentation says; no real one was compared
 * with it.
 */
final class PretendedAmazon implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String role = "ROLE-1";
    private volatile int refusal;

    PretendedAmazon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was asked: method, path, and for the token service the action and what it got. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** The access key that it gives out from now on. */
    void gives(String accessKey) {
        role = accessKey;
    }

    /** The status with which it refuses from now on. */
    void refusesWith(int status) {
        refusal = status;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        boolean token = path.equals("/") || path.isEmpty();
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(
                exchange.getRequestMethod()
                        + " "
                        + path
                        + (token ? " " + URLDecoder.decode(body, StandardCharsets.UTF_8) : "")
                        + (signed == null ? "" : " by " + signer(signed)));
        if (refusal != 0) {
            reply(
                    exchange,
                    refusal,
                    token
                            ? "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                                    + "<Message>Not authorized</Message></Error></ErrorResponse>"
                            : "no");
        } else if (token) {
            reply(exchange, 200, roleXml(body));
        } else {
            metadata(exchange, path);
        }
    }

    private static String signer(String authorization) {
        int from = authorization.indexOf("Credential=");
        return from < 0
                ? authorization
                : authorization.substring(from + 11, authorization.indexOf('/', from));
    }

    private void metadata(HttpExchange exchange, String path) throws IOException {
        String roles = "/latest/meta-data/iam/security-credentials";
        if (path.equals("/latest/api/token")) {
            exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            reply(exchange, 200, "metadata-session");
        } else if (path.equals("/container")) {
            reply(exchange, 200, roleJson());
        } else if (!"metadata-session"
                .equals(exchange.getRequestHeaders().getFirst("x-aws-ec2-metadata-token"))) {
            reply(exchange, 401, "no");
        } else if (path.equals(roles + "/") || path.equals(roles)) {
            reply(exchange, 200, "the-role");
        } else if (path.equals(roles + "/the-role")) {
            reply(exchange, 200, roleJson());
        } else {
            reply(exchange, 404, "no");
        }
    }

    private String end() {
        return Instant.now().plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String roleJson() {
        return """
        {"Code": "Success", "LastUpdated": "2026-01-01T00:00:00Z", "Type": "AWS-HMAC",
         "AccessKeyId": "%s", "SecretAccessKey": "hunter2", "Token": "sesame", "Expiration": "%s"}
        """
                .formatted(role, end());
    }

    private String roleXml(String body) {
        String action =
                body.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
        return """
        <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult>
        <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn>
        <AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
        <Credentials><AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>hunter2</SecretAccessKey>
        <SessionToken>sesame</SessionToken><Expiration>%3$s</Expiration></Credentials>
        </%1$sResult></%1$sResponse>
        """
                .formatted(action, role, end());
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
