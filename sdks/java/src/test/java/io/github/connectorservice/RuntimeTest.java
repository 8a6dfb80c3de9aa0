/* The tests run on the versions that they were told to run on. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.grpc.ManagedChannelProvider;
import org.junit.jupiter.api.Test;

class RuntimeTest {
  @Test
  void runsOnWhatWasAskedFor() {
    String jar = Message.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String transport = ManagedChannelProvider.provider().getClass().getPackageName();
    System.out.println(jar.substring(jar.lastIndexOf('/') + 1) + " and " + transport);
    assertTrue(jar.endsWith("-" + System.getProperty("wanted.protobuf") + ".jar"), jar);
    String artifact = System.getProperty("wanted.transport");
    assertEquals(
        artifact.equals("grpc-okhttp") ? "io.grpc.okhttp" : "io.grpc.netty.shaded.io.grpc.netty",
        transport);
  }
}
