/* The client that a vector wants. */
package io.github.connectorservice;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.connectorservice.connectors.Stripe;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client with its parts, so that they can be printed. */
record VectorClient(
    ConnectorServiceClient client, ConnectorServiceClient.Builder builder, Account account) {

  static VectorClient of(JsonObject wanted) throws ReflectiveOperationException {
    Account account =
        isGiven(wanted, "connector")
            ? connector(wanted.getAsJsonObject("connector"))
            : Account.named(wanted.get("account").getAsString());
    ConnectorServiceClient.Builder builder =
        ConnectorServiceClient.builder(wanted.get("endpoint").getAsString(), account);
    text(wanted, "subAccount").ifPresent(builder::subAccount);
    text(wanted, "apiKey").ifPresent(builder::apiKey);
    text(wanted, "authorities").ifPresent(builder::authorities);
    text(wanted, "certificate")
        .ifPresent(
            certificate -> builder.clientCertificate(certificate, wanted.get("key").getAsString()));
    if (isGiven(wanted, "deadlineMs")) {
      builder.deadline(Duration.ofMillis(wanted.get("deadlineMs").getAsLong()));
    }
    if (isGiven(wanted, "retries")) {
      builder.retries(wanted.get("retries").getAsInt());
    }
    metadata(wanted).forEach(builder::metadata);
    return new VectorClient(builder.build(), builder, account);
  }

  /** By the generated constructor of its id, and the generated copies for what may be left out. */
  private static Account connector(JsonObject wanted) throws ReflectiveOperationException {
    JsonObject credentials = wanted.getAsJsonObject("credentials");
    Constructor<?> constructor =
        connectorClass(wanted.get("id").getAsString()).getConstructors()[0];
    Set<String> left = new HashSet<>(credentials.keySet());
    Object[] required =
        Arrays.stream(constructor.getParameters())
            .map(parameter -> value(parameter, credentials, left))
            .toArray();
    Account made = (Account) constructor.newInstance(required);
    for (String name : left) {
      String wither = "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      Method method =
          Arrays.stream(made.getClass().getMethods())
              .filter(one -> one.getName().equals(wither))
              .findFirst()
              .orElseThrow();
      Parameter parameter = method.getParameters()[0];
      made = (Account) method.invoke(made, value(parameter, credentials, new HashSet<>(left)));
    }
    return made;
  }

  private static Object value(Parameter parameter, JsonObject credentials, Set<String> left) {
    left.remove(parameter.getName());
    JsonElement value = credentials.get(parameter.getName());
    return parameter.getType() == String.class
        ? value.getAsString()
        : value.getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .toArray(String[]::new);
  }

  private static Class<?> connectorClass(String id) throws ReflectiveOperationException {
    String folder = Stripe.class.getPackageName().replace('.', File.separatorChar);
    File[] files =
        new File(Stripe.class.getProtectionDomain().getCodeSource().getLocation().getPath(), folder)
            .listFiles();
    String name =
        Arrays.stream(Optional.ofNullable(files).orElseThrow())
            .map(file -> file.getName().replace(".class", ""))
            .filter(one -> one.equalsIgnoreCase(id))
            .findFirst()
            .orElseThrow();
    return Class.forName(Stripe.class.getPackageName() + "." + name);
  }

  static boolean isGiven(JsonObject object, String name) {
    return object.has(name) && !object.get(name).isJsonNull();
  }

  private static Optional<String> text(JsonObject object, String name) {
    return isGiven(object, name) ? Optional.of(object.get(name).getAsString()) : Optional.empty();
  }

  static Map<String, String> metadata(JsonObject object) {
    if (!isGiven(object, "metadata")) {
      return Map.of();
    }
    return object.getAsJsonObject("metadata").entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().getAsString()));
  }

  /** For messages of assertions. */
  List<Object> parts() {
    return List.of(client, builder, account);
  }
}
