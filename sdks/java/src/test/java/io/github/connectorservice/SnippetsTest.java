/*
 * Every block marked `java sdk` of README.md and docs/guides/sdk-java.md is compiled and run, with the sandbox in place of
 * http://127.0.0.1:8080. What a line prints is said behind it: `// CAPTURED`.
 */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SnippetsTest {
  private static final Pattern BLOCK = Pattern.compile("```java sdk\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PRINTING =
      Pattern.compile("System\\.out\\.println\\(.*\\).*; // (.*)$", Pattern.MULTILINE);

  @TempDir private static Path folder;

  @TestFactory
  List<DynamicTest> snippets() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String page : List.of("sdks/java/README.md", "docs/guides/sdk-java.md")) {
      String text = Files.readString(SandboxForTests.repository().resolve(page));
      for (MatchResult block : BLOCK.matcher(text).results().toList()) {
        long line = text.substring(0, block.start()).lines().count() + 1;
        String name = "Snippet" + tests.size();
        tests.add(DynamicTest.dynamicTest(page + ":" + line, () -> run(name, block.group(1))));
      }
    }
    assertEquals(7, tests.size(), "blocks of the two pages");
    return tests;
  }

  private static void run(String name, String block) throws Exception {
    StringBuilder imports = new StringBuilder();
    StringBuilder statements = new StringBuilder();
    block
        .lines()
        .forEach(
            line -> (line.startsWith("import ") ? imports : statements).append(line).append('\n'));
    String body =
        statements.toString().replace("http://127.0.0.1:8080", SandboxForTests.sandbox().url());
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        "%s\npublic class %s {\n  public static void main(String[] words) throws Exception {\n%s  }\n}\n"
            .formatted(imports, name, body));
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                problems,
                problems,
                "-Xlint:all,-classfile,-try",
                "-Werror",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, code, problems.toString(StandardCharsets.UTF_8));
    String out = printed(name);
    for (MatchResult printing : PRINTING.matcher(block).results().toList()) {
      String wanted = printing.group(1);
      assertTrue(
          out.lines().anyMatch(wanted::equals), wanted + " is not in what was printed: " + out);
    }
  }

  private static String printed(String name) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(console);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
