package org.llmi2i.vectors;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import org.llmi2i.djl.Offline;

/**
 * PyTorch in this process, out of the jars on the class path: nothing is fetched. The native
 * library is unpacked once, about 450 MB, below {@code ~/.djl.ai} (or {@code DJL_CACHE_DIR}).
 *
 * <p>It computes in the thread that calls it, so that sums are always added in the same order.
 */
final class Torch {
  private static final Map<String, String> ONE_THREAD =
      Map.of("ai.djl.pytorch.num_threads", "1", "ai.djl.pytorch.num_interop_threads", "1");

  private static Engine shared;

  private Torch() {}

  /**
   * Works with arrays that are released afterwards. One caller at a time: PyTorch's Java binding
   * follows the gradients of only one in a JVM.
   *
   * @throws IllegalStateException if there is no library for this system
   */
  static synchronized <T> T with(Function<NDManager, T> work) {
    if (shared == null) {
      shared = load();
    }
    try (NDManager arrays = shared.newBaseManager(Device.cpu())) {
      return work.apply(arrays);
    }
  }

  private static Engine load() {
    try {
      return Offline.load(ONE_THREAD, () -> Engine.getEngine("PyTorch"));
    } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
      throw new IllegalStateException(
          "PyTorch does not load: ai.djl.pytorch:pytorch-native-cpu must be on the class path, for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
