package transfer.protocol.s3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.testkit.ContainerServer;

/** Stores by several makers. Each is started anew, and in an empty folder of its own. */
enum S3TestServers {
    /** In a container; tells accounts apart, has limits of space, policies, versions, and TLS. */
    CEPH {
        @Override
        S3Store start() {
            ContainerServer container =
                    ContainerServer.start(
                            "ceph", List.of("HTTP_PORT", "HTTPS_PORT", "MON_PORT"), Map.of());
            return new S3Store(
                    container,
                    container.port("HTTP_PORT"),
                    Optional.of(
                            new S3Store.Tls(
                                    container.port("HTTPS_PORT"),
                                    container.data().resolve("ca.pem"))),
                    S3Account.of("lab", "labkey", "labsecret"),
                    Optional.of(S3Account.of("other", "otherkey", "othersecret")));
        }
    },

    /** In a container; everybody may read and write, with whatever secret. */
    S3RVER {
        @Override
        S3Store start() {
            ContainerServer container =
                    ContainerServer.start("s3rver", List.of("HTTP_PORT"), Map.of());
            return new S3Store(
                    container,
                    container.port("HTTP_PORT"),
                    Optional.empty(),
                    // it removes emptied folders side by side, and fails when one is gone already
                    S3Account.of("lab", "S3RVER", "S3RVER").withoutBatches(),
                    Optional.empty());
        }
    },

    /** Refuses whoever is not its one account. */
    S3PROXY {
        @Override
        S3Store start() {
            JarServer server =
                    JarServer.start(
                            "s3proxy.jar",
                            (data, port) -> {
                                Path files = Files.createDirectory(data.resolve("files"));
                                Path settings = data.resolve("s3proxy.conf");
                                Files.writeString(
                                        settings,
                                        """
                                        s3proxy.endpoint=http://127.0.0.1:%d
                                        s3proxy.authorization=aws-v2-or-v4
                                        s3proxy.identity=labkey
                                        s3proxy.credential=labsecret
                                        jclouds.provider=filesystem-nio2
                                        jclouds.filesystem.basedir=%s
                                        jclouds.identity=unused
                                        jclouds.credential=unused
                                        """
                                                .formatted(port, files));
                                return List.of("--properties", settings.toString());
                            });
            return new S3Store(
                            server,
                            server.port(),
                            Optional.empty(),
                            S3Account.of("lab", "labkey", "labsecret"),
                            Optional.empty())
                    .withBucket();
        }
    },

    /** Looks at no signature; the only one that computes the newer checksums. */
    S3MOCK {
        @Override
        S3Store start() {
            JarServer server =
                    JarServer.start(
                            "s3mock.jar",
                            (data, port) ->
                                    List.of(
                                            "--server.address=127.0.0.1",
                                            "--server.port=0",
                                            "--com.adobe.testing.s3mock.httpPort=" + port,
                                            "--com.adobe.testing.s3mock.store.root="
                                                    + Files.createDirectory(data.resolve("files")),
                                            // so that it does not listen on every interface
                                            "--spring.main.allow-bean-definition-overriding=true",
                                            "--spring.main.sources="
                                                    + Path.of("src/test/resources/s3mock.xml")
                                                            .toUri()));
            return new S3Store(
                            server,
                            server.port(),
                            Optional.empty(),
                            S3Account.of("lab", "any", "any"),
                            Optional.empty())
                    .withBucket();
        }
    };

    abstract S3Store start();
}
