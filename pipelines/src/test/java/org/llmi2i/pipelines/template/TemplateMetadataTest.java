package org.llmi2i.pipelines.template;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

/**
 * {@link TemplateMetadata}: the template's file fits the options, and each planted error is found.
 */
public class TemplateMetadataTest {
  private JsonNode metadata;

  @Before
  public void read() throws IOException {
    metadata = new ObjectMapper().readTree(Path.of("../templates/metadata.json").toFile());
  }

  @Test
  public void itFitsTheOptions() {
    assertEquals(List.of(), TemplateMetadata.problems(metadata));
  }

  @Test
  public void aMissingParameter() {
    ArrayNode parameters = (ArrayNode) metadata.get("parameters");
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).get("name").asText().equals("maxCost")) {
        parameters.remove(i);
      }
    }
    assertEquals(List.of("maxCost: is missing"), TemplateMetadata.problems(metadata));
  }

  @Test
  public void aParameterThatIsNoOption() {
    parameter("seed").put("name", "sead");
    assertEquals(
        List.of("sead: is no option of a run on Dataflow", "seed: is missing"),
        TemplateMetadata.problems(metadata));
  }

  @Test
  public void aParameterThatIsThereTwice() {
    ((ArrayNode) metadata.get("parameters")).add(parameter("seed").deepCopy());
    assertEquals(List.of("seed: is there twice"), TemplateMetadata.problems(metadata));
  }

  @Test
  public void anotherDefaultHelpOrNeed() {
    parameter("k").put("defaultValue", "51").put("isOptional", false).put("helpText", "Rows.");
    assertEquals(
        List.of(
            "k.isOptional: must be 'true', is 'false'",
            "k.helpText: must be 'Neighbors an item.', is 'Rows.'",
            "k.defaultValue: must be '50', is '51'"),
        TemplateMetadata.problems(metadata));
  }

  @Test
  public void aFormThatRefusesTheDefault() {
    parameter("k").putArray("regexes").add("^x$").add("(");
    assertEquals(
        List.of("k.regexes: ^x$ refuses the default", "k.regexes: ( is no regular expression"),
        TemplateMetadata.problems(metadata));
  }

  private ObjectNode parameter(String name) {
    for (JsonNode parameter : metadata.get("parameters")) {
      if (parameter.get("name").asText().equals(name)) {
        return (ObjectNode) parameter;
      }
    }
    throw new AssertionError(name);
  }
}
