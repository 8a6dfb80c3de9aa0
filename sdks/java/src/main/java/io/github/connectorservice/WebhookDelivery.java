/* What a processor delivered, as it came. */
package io.github.connectorservice;

import com.google.protobuf.ByteString;
import io.github.connectorservice.payments.v1.ParseWebhookRequest;
import io.github.connectorservice.payments.v1.WebhookHeader;
import java.util.List;
import java.util.Map;

/** Makes the request of {@link Webhooks#parseWebhook} from what an HTTP server gives. */
public final class WebhookDelivery {
  private WebhookDelivery() {}

  /**
   * A delivery, untouched.
   *
   * @param body its bytes, exactly as they came
   * @param headers all of them, such as those of {@code com.sun.net.httpserver} or {@code
   *     java.net.http}
   * @param url as the processor called it, with its query
   * @return the request
   */
  public static ParseWebhookRequest of(byte[] body, Map<String, List<String>> headers, String url) {
    ParseWebhookRequest.Builder request =
        ParseWebhookRequest.newBuilder().setBody(ByteString.copyFrom(body)).setUrl(url);
    headers.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    request.addHeaders(WebhookHeader.newBuilder().setName(name).setValue(value))));
    return request.build();
  }
}
