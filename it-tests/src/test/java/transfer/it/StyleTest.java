package transfer.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** The rules for code that no compiler checks; each failure names every place. */
class StyleTest {
    private static final SourceTree SOURCES = SourceTree.read();

    private static final Pattern BANNED_NAME =
            Pattern.compile(
                    ".*(Manager|Impl|Utils?|Helper|Base|Common|Data|Info|Processor|Wrapper)");
    private static final Pattern CHANGEABLE =
            Pattern.compile(
                    "Atomic.*|.*Adder|ThreadLocal|Semaphore|.*HashMap|.*TreeMap|.*HashSet|.*TreeSet"
                            + "|.*ArrayList|LinkedList|ArrayDeque|.*Queue|StringBuilder|.*Random");
    private static final Set<Tree.Kind> TYPES =
            Set.of(
                    Tree.Kind.CLASS,
                    Tree.Kind.INTERFACE,
                    Tree.Kind.ENUM,
                    Tree.Kind.RECORD,
                    Tree.Kind.ANNOTATION_TYPE);

    /** What a module may see of ours, besides itself; families see what {@code FAMILY} says. */
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("retry", Set.of()),
                    Map.entry("checksum", Set.of()),
                    Map.entry("credentials", Set.of()),
                    Map.entry("diagnosis", Set.of()),
                    Map.entry("chaos", Set.of()),
                    Map.entry("node-cache", Set.of("transfer.checksum")),
                    Map.entry("concurrency", Set.of()),
                    Map.entry("protocols/spi", Set.of("transfer.checksum", "transfer.credentials")),
                    Map.entry(
                            "transfer-engine",
                            Set.of(
                                    "transfer.cache",
                                    "transfer.checksum",
                                    "transfer.concurrency",
                                    "transfer.credentials",
                                    "transfer.protocol",
                                    "transfer.retry")),
                    Map.entry(
                            "transfer-list",
                            Set.of(
                                    "transfer.checksum",
                                    "transfer.credentials",
                                    "transfer.protocol",
                                    "transfer.engine")),
                    Map.entry(
                            "transfer-records",
                            Set.of(
                                    "transfer.checksum",
                                    "transfer.protocol",
                                    "transfer.engine",
                                    "transfer.list")),
                    Map.entry("planner", Set.of()),
                    Map.entry("workflow-run", Set.of("transfer.retry")));

    private static final Set<String> FAMILY =
            Set.of(
                    "transfer.checksum",
                    "transfer.credentials",
                    "transfer.protocol",
                    "transfer.protocol.httpclient",
                    "transfer.protocol.tls");

    private static final Set<String> MAY_READ_ENVIRONMENT = Set.of("transfer-cli", "credentials");

    private static final Set<String> NOT_A_FAMILY =
            Set.of(
                    "protocols/spi",
                    "protocols/testkit",
                    "protocols/tls",
                    "protocols/http-client",
                    "protocols/all");

    @Test
    void filesHaveAtMost400CodeLines() {
        nothing(
                SOURCES.all()
                        .filter(file -> file.codeLines().cardinality() > 400)
                        .map(file -> file.path() + ": " + file.codeLines().cardinality()));
    }

    @Test
    void methodsHaveAtMost60CodeLines() {
        nothing(
                methods(SOURCES.all())
                        .filter(found -> found.file().codeLines(found.tree()) > 60)
                        .map(found -> found + ": " + found.file().codeLines(found.tree())));
    }

    @Test
    void methodsHaveAtMost5Parameters() {
        nothing(
                methods(SOURCES.all())
                        .filter(found -> found.tree().getParameters().size() > 5)
                        .filter(found -> !found.isRecordConstructor())
                        .map(Object::toString));
    }

    @Test
    void statementsNestAtMost4Deep() {
        nothing(
                methods(SOURCES.all())
                        .filter(found -> Nesting.depth(found.tree()) > 4)
                        .map(Object::toString));
    }

    @Test
    void namesSayWhatATypeIs() {
        nothing(
                types(SOURCES.all())
                        .filter(found ->
                                BANNED_NAME.matcher(found.tree().getSimpleName()).matches())
                        .map(Object::toString));
    }

    @Test
    void noStaticFieldCanChange() {
        nothing(
                types(SOURCES.main())
                        .flatMap(found ->
                                found.tree().getMembers().stream()
                                        .filter(VariableTree.class::isInstance)
                                        .map(VariableTree.class::cast)
                                        .filter(field -> isChangeable(found.tree(), field))
                                        .map(field ->
                                                found.file().at(field) + " " + field.getName())));
    }

    private static boolean isChangeable(ClassTree type, VariableTree field) {
        Set<Modifier> flags = field.getModifiers().getFlags();
        if (type.getKind() == Tree.Kind.INTERFACE || !flags.contains(Modifier.STATIC)) {
            return false;
        }
        return !flags.contains(Modifier.FINAL)
                || CHANGEABLE.matcher(withoutParameters(field.getType())).matches()
                || field.getInitializer() instanceof NewClassTree made
                        && CHANGEABLE.matcher(withoutParameters(made.getIdentifier())).matches();
    }

    private static String withoutParameters(Tree type) {
        return String.valueOf(type).replaceAll("<.*", "");
    }

    @Test
    void onlyTheRetryLoopSleeps() {
        nothing(
                uses(
                        SOURCES.main().filter(file -> !file.module().equals("retry")),
                        "Thread\\.sleep|LockSupport\\.park.*|(TimeUnit\\.)?[A-Z]+SECONDS\\.sleep"));
    }

    @Test
    void onlyTheProgramAndItsCredentialsReadTheEnvironment() {
        nothing(
                uses(
                        SOURCES.main()
                                .filter(file -> !MAY_READ_ENVIRONMENT.contains(file.module())),
                        "System\\.(getenv|getProperty|getProperties)"
                                + "|Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong"));
    }

    @Test
    void nothingIsFoundByReflection() {
        nothing(
                Stream.concat(
                        uses(SOURCES.main(), "ServiceLoader\\.load|Class\\.forName"),
                        uses(SOURCES.main(), "java\\.lang\\.reflect")));
    }

    @Test
    void noFailureIsSwallowed() {
        List<String> swallowed = new ArrayList<>();
        SOURCES.main()
                .forEach(file ->
                        new TreeScanner<Void, Void>() {
                            @Override
                            public Void visitCatch(CatchTree caught, Void nothing) {
                                String type = caught.getParameter().getType().toString();
                                BlockTree block = caught.getBlock();
                                boolean silent =
                                        block.getStatements().isEmpty()
                                                && file.codeLines(block) == file.lineCount(block);
                                if (silent && !type.equals("InterruptedException")) {
                                    swallowed.add(file.at(caught) + " " + type);
                                }
                                return super.visitCatch(caught, nothing);
                            }
                        }.scan(file.unit(), null));
        nothing(swallowed.stream());
    }

    @Test
    void aProtocolFamilyShowsOneTypeOnly() {
        Map<String, Set<String>> shown = new TreeMap<>();
        publicTypes(SOURCES.main().filter(StyleTest::isFamily))
                .forEach(found ->
                        shown.computeIfAbsent(found.file().module(), m -> new TreeSet<>())
                                .add(found.name()));
        nothing(
                shown.entrySet().stream()
                        .filter(entry -> entry.getValue().size() != 1)
                        .map(Object::toString));
    }

    private static boolean isFamily(SourceFile file) {
        return file.module().startsWith("protocols/") && !NOT_A_FAMILY.contains(file.module());
    }

    /** Without the test kit, whose suites are there to be extended from other modules. */
    @Test
    void atMost35PerCentOfAllTypesArePublic() {
        Predicate<SourceFile> counts = file -> !file.module().equals("protocols/testkit");
        long all = topTypes(SOURCES.main().filter(counts)).count();
        long shown = publicTypes(SOURCES.main().filter(counts)).count();
        assertTrue(shown * 100 <= all * 35, shown + " of " + all + " types are public");
    }

    @Test
    void aModuleIsOnePackage() {
        Map<String, Set<String>> packages = new TreeMap<>();
        SOURCES.all()
                .forEach(file ->
                        packages.computeIfAbsent(file.module(), m -> new TreeSet<>())
                                .add(file.packageName()));
        nothing(
                packages.entrySet().stream()
                        .filter(entry -> entry.getValue().size() != 1)
                        .map(Object::toString));
    }

    @Test
    void everyPackageHasAFrontPage() {
        Set<String> described =
                SOURCES.main()
                        .filter(file -> file.path().endsWith("package-info.java"))
                        .map(SourceFile::module)
                        .collect(Collectors.toSet());
        nothing(
                SOURCES.main()
                        .map(SourceFile::module)
                        .filter(module -> !described.contains(module))
                        .distinct());
    }

    @Test
    void modulesSeeOnlyWhatTheyMay() {
        nothing(
                SOURCES.main()
                        .filter(file -> ARROWS.containsKey(file.module()) || isFamily(file))
                        .flatMap(file ->
                                file.importedPackages()
                                        .filter(seen -> !seen.equals(file.packageName()))
                                        .filter(seen ->
                                                !ARROWS.getOrDefault(file.module(), FAMILY)
                                                        .contains(seen))
                                        .map(seen -> file.path() + " sees " + seen)));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        Map<String, Set<String>> sees = new TreeMap<>();
        SOURCES.main()
                .forEach(file ->
                        file.importedPackages()
                                .filter(seen -> !seen.equals(file.packageName()))
                                .forEach(seen ->
                                        sees.computeIfAbsent(
                                                        file.packageName(), p -> new TreeSet<>())
                                                .add(seen)));
        nothing(
                sees.keySet().stream()
                        .filter(start -> reaches(sees, start, start, new HashSet<>())));
    }

    private static boolean reaches(
            Map<String, Set<String>> sees, String from, String goal, Set<String> seenAlready) {
        for (String next : sees.getOrDefault(from, Set.of())) {
            if (next.equals(goal)
                    || seenAlready.add(next) && reaches(sees, next, goal, seenAlready)) {
                return true;
            }
        }
        return false;
    }

    // ---- finding

    private record Found<T extends Tree>(SourceFile file, ClassTree type, T tree, String name) {
        boolean isRecordConstructor() {
            return type.getKind() == Tree.Kind.RECORD && name.equals("<init>");
        }

        @Override
        public String toString() {
            return file.at(tree) + " " + type.getSimpleName() + " " + name;
        }
    }

    private static Stream<Found<ClassTree>> types(Stream<SourceFile> files) {
        return files.flatMap(file -> {
            Stream.Builder<Found<ClassTree>> found = Stream.builder();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void nothing) {
                    found.add(new Found<>(file, type, type, type.getSimpleName().toString()));
                    return super.visitClass(type, nothing);
                }
            }.scan(file.unit(), null);
            return found.build();
        });
    }

    private static Stream<Found<MethodTree>> methods(Stream<SourceFile> files) {
        return types(files)
                .flatMap(found ->
                        found.tree().getMembers().stream()
                                .filter(MethodTree.class::isInstance)
                                .map(MethodTree.class::cast)
                                .map(method ->
                                        new Found<>(
                                                found.file(),
                                                found.tree(),
                                                method,
                                                method.getName().toString())));
    }

    private static Stream<Found<Tree>> topTypes(Stream<SourceFile> files) {
        return files.flatMap(file ->
                file.unit().getTypeDecls().stream()
                        .filter(type -> TYPES.contains(type.getKind()))
                        .map(ClassTree.class::cast)
                        .map(type ->
                                new Found<Tree>(
                                        file, type, type, type.getSimpleName().toString())));
    }

    private static Stream<Found<Tree>> publicTypes(Stream<SourceFile> files) {
        return topTypes(files)
                .filter(found -> found.type().getModifiers().getFlags().contains(Modifier.PUBLIC));
    }

    /** Where a name is used or imported, with or without its package. */
    private static Stream<String> uses(Stream<SourceFile> files, String regex) {
        Predicate<String> unwanted = Pattern.compile("(.*\\.)?(" + regex + ")").asMatchPredicate();
        return files.flatMap(file -> {
            Stream.Builder<String> found = Stream.builder();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
                    if (select.getExpression() instanceof IdentifierTree
                            || select.getExpression() instanceof MemberSelectTree) {
                        String name = select.toString();
                        if (unwanted.test(name)) {
                            found.add(file.at(select) + " " + name);
                        }
                    }
                    return super.visitMemberSelect(select, nothing);
                }
            }.scan(file.unit(), null);
            return found.build();
        });
    }

    private static void nothing(Stream<String> places) {
        List<String> found = places.sorted().toList();
        assertTrue(found.isEmpty(), () -> "\n  " + String.join("\n  ", found) + "\n");
    }
}
