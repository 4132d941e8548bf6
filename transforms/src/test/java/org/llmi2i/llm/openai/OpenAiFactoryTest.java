package org.llmi2i.llm.openai;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.schemas.Task;
import org.llmi2i.testing.FakeOpenAiServer;

public class OpenAiFactoryTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static String authorization(OpenAiFactory factory, UnaryOperator<String> environment) {
    try (FakeOpenAiServer server =
            FakeOpenAiServer.start(request -> FakeOpenAiServer.answer("{}"));
        LanguageModel model = factory.withEndpoint(server.endpoint() + "/").create(environment)) {
      model.answer(List.of(new Prompt(Task.GENERATE, List.of(), List.of("a"))));
      return server.requests().get(0).headers().get("authorization");
    }
  }

  private static String unset(String variable) {
    return null;
  }

  private static String refusal(Runnable what) {
    return assertThrows(IllegalArgumentException.class, what::run).getMessage();
  }

  @Test
  public void takesTheKeyFromItsFileOrTheEnvironment() throws Exception {
    Path file = folder.newFile().toPath();
    Files.writeString(file, "sk-of-file\n");
    OpenAiFactory factory = OpenAiFactory.of("a-model");

    assertEquals(
        "Bearer sk-of-file",
        authorization(factory.withKeyFile(file.toString()), name -> "sk-of-environment"));
    assertEquals("Bearer sk-of-environment", authorization(factory, name -> "sk-of-environment"));
  }

  @Test
  public void needsNoKeyAtALocalServer() {
    assertEquals(
        "Bearer none", authorization(OpenAiFactory.of("a-model"), OpenAiFactoryTest::unset));
  }

  @Test
  public void namesTheOptionThatIsWrong() throws Exception {
    Path twoLines = folder.newFile().toPath();
    Files.writeString(twoLines, "sk-one\nsk-two\n");
    OpenAiFactory factory = OpenAiFactory.of("a-model");

    assertThat(
        refusal(() -> factory.create(OpenAiFactoryTest::unset).close()),
        containsString("llmKeyFile"));
    assertThat(
        refusal(() -> factory.withKeyFile("no/such/file").create(OpenAiFactoryTest::unset).close()),
        containsString("llmKeyFile: cannot be read: no/such/file"));
    String message =
        refusal(
            () ->
                factory.withKeyFile(twoLines.toString()).create(OpenAiFactoryTest::unset).close());
    assertThat(message, containsString("llmKeyFile"));
    assertThat(message, not(containsString("sk-")));
    assertThat(
        refusal(() -> factory.withEndpoint("http://me:secret@host/v1")),
        not(containsString("secret")));
    assertThat(refusal(() -> factory.withEndpoint("host/v1")), containsString("llmEndpoint"));
  }
}
