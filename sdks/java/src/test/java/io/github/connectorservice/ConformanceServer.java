/* Speaks with conformance/server.ts as conformance/README.md says. */
package io.github.connectorservice;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The scripted service, which ends with this process. */
final class ConformanceServer {
  private static final Gson GSON = new Gson();
  private static final String SDK = "java";
  private static final String TRANSPORT = "grpc";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String control;

  ConformanceServer() throws IOException {
    process =
        new ProcessBuilder(SandboxForTests.node(), "conformance/server.ts")
            .directory(SandboxForTests.repository().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (line == null) {
      throw new IllegalStateException("conformance/server.ts ended without its address");
    }
    control = JsonParser.parseString(line).getAsJsonObject().get("control").getAsString();
    post("/begin", named());
  }

  /** Every vector that a gRPC client runs, by id. */
  static TreeMap<String, JsonObject> vectors() throws IOException {
    Path folder = SandboxForTests.repository().resolve("conformance/vectors");
    TreeMap<String, JsonObject> vectors = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
        JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        all.entrySet()
            .forEach(
                entry -> {
                  JsonObject vector = entry.getValue().getAsJsonObject();
                  boolean isMine =
                      !vector.has("transports")
                          || vector
                              .getAsJsonArray("transports")
                              .contains(JsonParser.parseString("\"" + TRANSPORT + "\""));
                  if (isMine) {
                    vectors.put(entry.getKey(), vector);
                  }
                });
      }
    }
    return vectors;
  }

  private static JsonObject named() {
    JsonObject named = new JsonObject();
    named.addProperty("sdk", SDK);
    named.addProperty("transport", TRANSPORT);
    return named;
  }

  JsonObject begin(String vector) {
    JsonObject body = named();
    body.addProperty("vector", vector);
    return post("/runs", body);
  }

  JsonObject end(String run, JsonObject told) {
    return post("/runs/" + run, told);
  }

  private JsonObject post(String path, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control + path))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(body)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return JsonParser.parseString(response.body()).getAsJsonObject();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(path, failed);
    }
  }
}
