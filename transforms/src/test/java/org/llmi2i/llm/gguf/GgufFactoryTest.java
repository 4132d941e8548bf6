package org.llmi2i.llm.gguf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link GgufFactory}, with files that are no models. */
public class GgufFactoryTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aFileThatIsMissing() {
    assertRefused(folder.getRoot().toPath().resolve("none.gguf"), "it cannot be read: ");
  }

  @Test
  public void aFolder() {
    assertRefused(folder.getRoot().toPath(), "it is no file");
  }

  @Test
  public void aFileOfAnotherKind() throws IOException {
    Path file = folder.newFile("text.gguf").toPath();
    assertRefused(file, "it does not begin with GGUF");
    Files.writeString(file, "GGML and more");
    assertRefused(file, "it does not begin with GGUF");
  }

  @Test
  public void aCorruptFile() throws IOException {
    Path file = folder.newFile("corrupt.gguf").toPath();
    Files.writeString(file, "GGUF and then nonsense that no one can read");
    assertRefused(file, "llama.cpp cannot read it");
    Files.writeString(file, "GGUF");
    assertRefused(file, "llama.cpp cannot read it");
  }

  @Test
  public void settingsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> GgufModel.factory("f").withContextSize(255));
    assertThrows(
        IllegalArgumentException.class, () -> GgufModel.factory("f").withContextSize(131_073));
  }

  @Test
  public void theFactoryIsSerializable() {
    SerializableUtils.ensureSerializable(GgufModel.factory("f").withDomain("toys"));
  }

  private static void assertRefused(Path file, String reason) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> GgufModel.factory(file.toString()).create());
    String start = "llmModel: must be a GGUF file, got " + file + ": " + reason;
    assertEquals(start, thrown.getMessage().substring(0, start.length()));
    assertTrue(
        thrown.getMessage(),
        thrown.getMessage().endsWith("; ./i2i model lists models that can be fetched"));
  }
}
