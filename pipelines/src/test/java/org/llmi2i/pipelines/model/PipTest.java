package org.llmi2i.pipelines.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link Pip}, with a shell in its place. */
public class PipTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path to() {
    return folder.getRoot().toPath();
  }

  @Test
  public void asksForOneBuiltPackageAndNoOther() throws IOException {
    Path said = to().resolve("said");
    // The first argument after the script is the script's own name.
    Pip.of("sh", "-c", "echo \"$*\" >'" + said + "'", "pip").download("some==1.0", to());
    assertEquals(
        "download --quiet --no-deps --only-binary=:all: --no-input --disable-pip-version-check"
            + " --retries=2 --dest="
            + to()
            + " some==1.0\n",
        Files.readString(said));
  }

  @Test
  public void theFirstErrorIsTheReason() {
    assertFails(
        "pip could not download some==1.0: No network",
        "sh",
        "-c",
        "echo 'WARNING: retrying'; echo 'ERROR: No network'; echo 'ERROR: Nothing'; exit 1");
  }

  @Test
  public void withoutAnErrorTheLastLineIsTheReason() {
    assertFails(
        "pip could not download some==1.0: No module named pip",
        "sh",
        "-c",
        "echo python3:; echo 'No module named pip' >&2; exit 1");
    assertFails("pip could not download some==1.0: it says nothing", "sh", "-c", "exit 3");
  }

  @Test
  public void withoutPython() {
    assertFails(
        "no-such-python is missing: install Python 3 with pip, or fetch a GGUF file yourself",
        "no-such-python");
  }

  private void assertFails(String message, String... command) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Pip.of(command).download("some==1.0", to()));
    assertEquals(message, thrown.getMessage());
  }
}
