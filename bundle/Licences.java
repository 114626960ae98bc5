import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lays the licences of the libraries beside the program: {@code java Licences.java KNOWN OUTPUT
 * JAR...}. {@code KNOWN} holds {@code names} and texts that no jar brings along.
 */
final class Licences {
    private final Path known;
    private final Path output;
    private final Map<String, Path> texts = new TreeMap<>();
    private final Map<String, String> withoutText = new TreeMap<>();
    private final List<String> index = new ArrayList<>();

    private Licences(Path known, Path output) {
        this.known = known;
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException {
        Licences licences = new Licences(Path.of(arguments[0]), Path.of(arguments[1]));
        Files.createDirectories(licences.output);
        Map<String, Library.Known> names = Library.known(licences.known.resolve("names"));
        for (String jar : List.of(arguments).subList(2, arguments.length)) {
            Library library = Library.of(Path.of(jar), names);
            if (library.licence().isPresent()) {
                licences.add(library, library.licence().get());
            }
        }
        licences.addMissingTexts();
        Files.write(licences.output.resolve("index.txt"), licences.index);
    }

    private void add(Library library, String identifier) throws IOException {
        String name = library.file();
        List<Path> copied = copyTexts(library.jar(), output.resolve(name));
        if (copied.isEmpty()) {
            withoutText.put(name, identifier);
        } else {
            texts.putIfAbsent(identifier, copied.getFirst());
        }
        index.add(name + ": " + identifier);
    }

    private static List<Path> copyTexts(Path jar, Path folder) throws IOException {
        List<Path> copied = new ArrayList<>();
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(files.getPath("/"), 2)) {
            for (Path text : all.filter(Licences::isText).sorted().toList()) {
                Path copy = folder.resolve(text.getFileName().toString());
                Files.createDirectories(folder);
                Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
                if (copy.getFileName().toString().matches("LICENSE(\\.txt)?")) {
                    copied.add(copy);
                }
            }
        }
        return copied;
    }

    private static boolean isText(Path file) {
        return Files.isRegularFile(file)
                && file.getFileName().toString().matches(".*(LICENSE|NOTICE)(\\..*)?");
    }

    private void addMissingTexts() throws IOException {
        for (String identifier : withoutText.values().stream().distinct().toList()) {
            Path own = known.resolve(identifier + ".txt");
            Path text = Files.exists(own) ? own : texts.get(identifier);
            if (text == null) {
                throw new IllegalStateException("no text of licence " + identifier);
            }
            Files.copy(text, output.resolve(identifier + ".txt"));
        }
    }
}
