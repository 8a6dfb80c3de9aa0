/* Every vector of conformance/vectors, one test each. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class ConformanceTest {
  private static ConformanceServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new ConformanceServer();
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> vectors() throws IOException {
    return ConformanceServer.vectors().keySet().stream()
        .filter(id -> id.matches(System.getProperty("vectors", ".*")))
        .map(id -> DynamicTest.dynamicTest(id, () -> run(id)));
  }

  @TestFactory
  Stream<DynamicTest> thereAreVectors() throws IOException {
    int count = ConformanceServer.vectors().size();
    return Stream.of(
        DynamicTest.dynamicTest(
            count + " vectors", () -> assertTrue(count >= 120, "vectors are missing")));
  }

  private static void run(String id) throws Exception {
    JsonObject run = server.begin(id);
    JsonArray results = new JsonArray();
    Printed printed = new Printed();
    JsonObject wanted = run.getAsJsonObject("client");
    VectorClient made = VectorClient.of(wanted);
    try (ConnectorServiceClient client = made.client()) {
      printed.add("client", client, made.builder());
      printed.add("connector", made.account());
      for (JsonElement call : run.getAsJsonArray("calls")) {
        results.add(VectorCalls.result(client, call.getAsJsonObject(), printed));
      }
    }
    JsonObject told = new JsonObject();
    told.add("results", results);
    told.add("printed", printed.json());
    JsonObject verdict = server.end(run.get("run").getAsString(), told);
    String problems =
        Optional.ofNullable(verdict.get("problems")).map(JsonElement::toString).orElse("");
    assertEquals("[]", problems, id);
    assertTrue(verdict.get("passed").getAsBoolean(), id);
  }
}
