import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Formats ({@code apply}) or checks ({@code check}) every Java file below a folder with palantir-java-format. */
public class Format {

    private static final Set<String> PASSED_OVER = Set.of("target", ".git", ".mvn");

    public static void main(String[] args) throws Exception {
        boolean check = args[0].equals("check");
        List<String> arguments = new ArrayList<>(List.of("--palantir"));
        arguments.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        arguments.addAll(javaFiles(Path.of(args[1])));
        if (check) {
            // Whoever builds reads it: the names of files follow on the same stream.
            System.out.println(
                    "Files that are not formatted follow; `mvn -N process-resources -Dformat.mode=apply` mends them:");
        }
        com.palantir.javaformat.java.Main.main(arguments.toArray(String[]::new));
    }

    private static List<String> javaFiles(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return PASSED_OVER.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    files.add(file.toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
