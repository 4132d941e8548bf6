package org.llmi2i.djl;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads what DJL finds on the class path, and nothing else.
 *
 * <p>By itself DJL would report its use to its makers, and on a machine with a GPU fetch another
 * native library. Its switches are properties of the whole JVM, so they are put back for others who
 * use DJL, and one load waits for the other.
 */
public final class Offline {
  private Offline() {}

  /** What loads. */
  @FunctionalInterface
  public interface Load<T> {
    T load() throws IOException;
  }

  /** Loads without network. */
  public static <T> T load(Load<T> load) throws IOException {
    return load(Map.of(), load);
  }

  /**
   * Loads without network.
   *
   * @param properties of the system, while it loads
   */
  public static synchronized <T> T load(Map<String, String> properties, Load<T> load)
      throws IOException {
    Map<String, String> switched = new HashMap<>(properties);
    switched.put("ai.djl.offline", "true");
    Map<String, String> before = new HashMap<>();
    switched.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return load.load();
    } finally {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
