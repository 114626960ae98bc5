package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.ContainerLaunchException;

class ContainerImageTest {
    private static final Path HERE = Path.of("");

    @TempDir Path folder;

    /** Our own sources elsewhere, complete as far as nginx needs them. */
    private Path checkout() throws IOException {
        Path ours = HERE.toAbsolutePath();
        while (!Files.exists(ours.resolve("docker/images"))) {
            ours = ours.getParent();
        }
        for (String part : List.of("docker/images", "docker/nginx", "docker/common")) {
            try (Stream<Path> files = Files.walk(ours.resolve(part))) {
                for (Path file : files.toList()) {
                    Path copy = folder.resolve(ours.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return folder;
    }

    private static String failure(Path inside, String server) {
        return assertThrows(ContainerLaunchException.class, () -> ContainerImage.of(inside, server))
                .getMessage();
    }

    @Test
    @Tag("container")
    void nameGoesWithTheContentAndNotWithTheCheckout() throws IOException {
        String name = ContainerImage.of(HERE, "nginx");

        assertTrue(name.matches("transfer-test-nginx:[0-9a-f]{12}"), name);
        assertEquals(name, ContainerImage.of(checkout().resolve("docker/nginx"), "nginx"));
    }

    @Test
    @Tag("container")
    void imageOfChangedSourcesIsNotThatOfOthersAndHasToBeBuilt() throws IOException {
        String name = ContainerImage.of(HERE, "nginx");
        Path elsewhere = checkout();
        Files.writeString(elsewhere.resolve("docker/nginx/more"), "different");

        String failure = failure(elsewhere, "nginx");

        assertTrue(failure.matches("(?s).*transfer-test-nginx:[0-9a-f]{12} .*"), failure);
        assertTrue(!failure.contains(name), failure);
        assertTrue(failure.endsWith("docker/images nginx builds it"), failure);
    }

    @Test
    @Tag("container")
    void unknownServerIsSaidToBeOne() {
        assertEquals("docker/images: no such server: nobody", failure(HERE, "nobody"));
    }

    @Test
    void outsideOfACheckoutThereAreNoImages() {
        assertEquals("no docker/images in or above " + folder, failure(folder, "nginx"));
    }
}
