package org.llmi2i.llm.gguf;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * llama.cpp in this process: the native library out of the jar of {@code de.kherud:llama}.
 *
 * <p>That jar's own Java interface is not used: asked for the probabilities of tokens it aborts the
 * whole JVM, and while it loads it deletes from the temporary folder every file whose name begins
 * with {@code llama}. The library exports llama.cpp's C functions, which give exact logits and
 * leave it to the caller what is evaluated together.
 *
 * <p>For Linux and Mac on x86_64 (with AVX2) and aarch64. It writes no log.
 */
final class LlamaLibrary {
  /** Held here, since native code keeps its address but no reference. */
  private static final LlamaCpp.Log SILENCE = (level, text, data) -> {};

  private static LlamaCpp shared;

  private LlamaLibrary() {}

  /**
   * The JVM's one library, loaded when first asked for.
   *
   * @throws IllegalArgumentException if there is none for this system
   */
  static synchronized LlamaCpp shared() {
    if (shared == null) {
      shared = load(resource());
    }
    return shared;
  }

  private static String resource() {
    boolean mac = Platform.isMac();
    String processor = Platform.isARM() ? "aarch64" : "x86_64";
    boolean known = (mac || Platform.isLinux()) && Platform.is64Bit();
    if (!known || !(Platform.isARM() || Platform.isIntel())) {
      throw new IllegalArgumentException(
          "llm: gguf runs on 64-bit Linux and Mac, x86_64 and aarch64, and this is "
              + Platform.RESOURCE_PREFIX);
    }
    return mac
        ? "/de/kherud/llama/Mac/" + processor + "/libjllama.dylib"
        : "/de/kherud/llama/Linux/" + processor + "/libjllama.so";
  }

  private static LlamaCpp load(String resource) {
    try (InputStream in = LlamaLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is not on the class path: de.kherud:llama has it");
      }
      Path folder = Files.createTempDirectory("llm-i2i-");
      Path file = folder.resolve("library");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return initialized(file);
      } finally {
        // A loaded library needs its file no more.
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + resource, e);
    }
  }

  private static LlamaCpp initialized(Path file) {
    LlamaCpp llama;
    try {
      llama =
          Native.load(
              file.toString(), LlamaCpp.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalArgumentException(
          "llm: gguf cannot be used on this system, its native library does not load: "
              + e.getMessage(),
          e);
    }
    llama.llama_log_set(SILENCE, null);
    checkLayout(llama);
    llama.llama_backend_init();
    return llama;
  }

  /** Another build may lay its structures out otherwise, and would read garbage. */
  private static void checkLayout(LlamaCpp llama) {
    LlamaCpp.ModelParams model = llama.llama_model_default_params();
    LlamaCpp.ContextParams context = llama.llama_context_default_params();
    boolean expected =
        model.splitMode == 1
            && model.useMmap == 1
            && context.size == 512
            && context.batch == 2048
            && context.attention == -1
            && context.yarnFast == 32
            && context.defragmentation == -1
            && context.typeK == 1
            && context.typeV == 1
            && context.offloadKqv == 1
            && context.noTimings == 1;
    if (!expected) {
      throw new IllegalStateException("The native library is not llama.cpp build 4916");
    }
  }
}
