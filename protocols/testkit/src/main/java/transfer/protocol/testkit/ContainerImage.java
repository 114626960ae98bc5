package transfer.protocol.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.ContainerLaunchException;

/**
 * The image of a test server, by the name that goes with the content of its folder under {@code
 * docker}, so that two checkouts with different sources do not meet each other's servers.
 */
final class ContainerImage {
    private static final String SCRIPT = "docker/images";

    private ContainerImage() {}

    /**
     * The image's name, as {@code docker/images} says it.
     *
     * @param inside any folder of the checkout
     * @throws ContainerLaunchException when there is no such server, or its image is not built yet
     */
    static String of(Path inside, String server) {
        String script = script(inside).toString();
        try {
            Process process =
                    new ProcessBuilder(script, "--name", server).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            String text = new String(said, StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new ContainerLaunchException(text);
            }
            return text;
        } catch (IOException e) {
            throw new ContainerLaunchException("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerLaunchException("interrupted while " + script + " ran", e);
        }
    }

    private static Path script(Path inside) {
        for (Path folder = inside.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(SCRIPT);
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new ContainerLaunchException(
                "no " + SCRIPT + " in or above " + inside.toAbsolutePath());
    }
}
