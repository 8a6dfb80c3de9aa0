/* The service on its embedded sandbox, as a process of a test. */
package io.github.connectorservice.testing;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.connectorservice.Account;
import io.github.connectorservice.ConnectorServiceClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The service on its embedded sandbox: every connector with a simulated processor, offline, on free
 * ports of this machine. It ends with {@link #close}, and with this process at the latest.
 */
public final class Sandbox implements AutoCloseable {
  private static final Duration STARTING = Duration.ofSeconds(30);
  private static final Duration STOPPING = Duration.ofSeconds(10);
  private static final List<String> SERVE =
      List.of("serve", "--json", "--port", "0", "--sandbox-port", "0", "--with-input");

  /** Its one line. */
  private record Addresses(String url, String sandbox, List<String> accounts) {}

  private final Process process;
  private final Addresses addresses;
  private final HttpClient http = HttpClient.newHttpClient();

  private Sandbox(Process process, Addresses addresses) {
    this.process = process;
    this.addresses = addresses;
  }

  /**
   * Starts it by the command in the environment variable {@code CONNECTOR_SERVICE}, words apart by
   * spaces, or {@code connector-service} where there is none.
   *
   * @return running
   * @throws IllegalStateException where it does not start
   */
  public static Sandbox start() {
    String command =
        Optional.ofNullable(System.getenv("CONNECTOR_SERVICE")).orElse("connector-service");
    return start(List.of(command.trim().split("\\s+")));
  }

  /**
   * Starts it.
   *
   * @param command the program and its first arguments, such as {@code List.of("npx",
   *     "connector-service")}
   * @return running
   * @throws IllegalStateException where it does not start
   */
  public static Sandbox start(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.addAll(SERVE);
    Process process = begun(words);
    try {
      return new Sandbox(process, addressesOf(process, words));
    } catch (RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static Process begun(List<String> words) {
    try {
      return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException failed) {
      throw new IllegalStateException(
          words.get(0) + " cannot be started: set CONNECTOR_SERVICE", failed);
    }
  }

  private static Addresses addressesOf(Process process, List<String> words) {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Optional.ofNullable(output.readLine()).orElse("");
              } catch (IOException closed) {
                throw new UncheckedIOException(closed);
              }
            });
    try {
      Addresses addresses =
          new Gson().fromJson(line.get(STARTING.toSeconds(), TimeUnit.SECONDS), Addresses.class);
      if (addresses != null && addresses.url() != null && addresses.sandbox() != null) {
        return addresses;
      }
      throw new IllegalStateException(
          String.join(" ", words) + " ended without its addresses: run it by hand to see why");
    } catch (ExecutionException | TimeoutException | JsonParseException failed) {
      throw new IllegalStateException(
          String.join(" ", words) + " does not tell its addresses", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the sandbox was starting", interrupted);
    }
  }

  /**
   * Where the service is.
   *
   * @return an endpoint for clients
   */
  public String url() {
    return addresses.url();
  }

  /**
   * Where the simulated processors are, and their control API below {@code /_sandbox/}.
   *
   * @return {@code http://127.0.0.1:port}
   */
  public String sandboxUrl() {
    return addresses.sandbox();
  }

  /**
   * The accounts that it has, one per connector.
   *
   * @return their names
   */
  public List<String> accounts() {
    return List.copyOf(addresses.accounts());
  }

  /**
   * A client of one of its accounts.
   *
   * @param account its name, such as {@code stripe}
   * @return yours to close
   */
  public ConnectorServiceClient client(String account) {
    return ConnectorServiceClient.create(url(), Account.named(account));
  }

  /**
   * Lets a simulated processor deliver its webhooks.
   *
   * @param connector its id, such as {@code stripe}
   * @param url where to, on this machine
   * @param secret signs them; the sample account's own, so that the service verifies them
   */
  public void deliverWebhooks(String connector, String url, String secret) {
    control(connector + "/webhook", new Gson().toJson(Map.of("url", url, "secret", secret)));
  }

  /**
   * A command of the control API.
   *
   * @param path below {@code /_sandbox/}, such as {@code stripe/commands/dispute}
   * @param json its body
   * @return what it answers, as JSON
   * @throws IllegalStateException where it is refused
   */
  public String control(String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandboxUrl() + "/_sandbox/" + path))
            .header("content-type", "application/json")
            .timeout(STARTING)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return response.body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** Ends it: its standard input ends, and it with that. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException failed) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Sandbox[" + url() + "]";
  }
}
