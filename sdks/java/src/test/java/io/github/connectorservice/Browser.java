/* A shopper's browser: opens a simulator's page, presses a button, and says where it ends. */
package io.github.connectorservice;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Presses the first button of pages. */
final class Browser {
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
  private static final Pattern INPUT =
      Pattern.compile("<input[^>]*name=\"([^\"]*)\" value=\"([^\"]*)\"");
  private static final Pattern BUTTON =
      Pattern.compile("<button name=\"([^\"]*)\" value=\"([^\"]*)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Browser() {}

  /** The URL that the shop's customer comes back to. */
  static String comesBackTo(String page) throws IOException, InterruptedException {
    HttpRequest open = HttpRequest.newBuilder(URI.create(page)).build();
    String html =
        Pattern.compile("&#(\\d+);")
            .matcher(HTTP.send(open, HttpResponse.BodyHandlers.ofString()).body())
            .replaceAll(sign -> Character.toString(Integer.parseInt(sign.group(1))));
    Matcher form = FORM.matcher(html);
    if (!form.find()) {
      throw new IllegalStateException("no form at " + page);
    }
    String fields =
        Stream.concat(INPUT.matcher(html).results(), BUTTON.matcher(html).results().limit(1))
            .map(
                field ->
                    field.group(1)
                        + "="
                        + URLEncoder.encode(field.group(2), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest press =
        HttpRequest.newBuilder(URI.create(page).resolve(form.group(1)))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(fields))
            .build();
    return HTTP.send(press, HttpResponse.BodyHandlers.discarding())
        .headers()
        .firstValue("location")
        .orElseThrow();
  }
}
