package org.llmi2i.llm;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ChoicesTest {

  @Test
  public void anAnswerReadsAsThis() {
    assertEquals(
        Optional.of(List.of(new Choice(2, 0.83), new Choice(1, 0))),
        Choices.read(
            "{\"answers\":[{\"number\":2,\"confidence\":0.83},{\"number\":1,\"confidence\":0}]}"));
  }

  @Test
  public void whatIsWrittenReadsTheSame() {
    List<Choice> choices = List.of(new Choice(1, 0.1), new Choice(60, 1), new Choice(-3, 7));
    assertEquals(Optional.of(choices), Choices.read(Choices.write(choices)));
    assertEquals(Optional.of(List.of()), Choices.read(Choices.write(List.of())));
  }

  @Test
  public void writesCompactly() {
    assertEquals(
        "{\"answers\":[{\"number\":1,\"confidence\":0.5}]}",
        Choices.write(List.of(new Choice(1, 0.5))));
  }

  @Test
  public void confidenceInANoIsTheRestInAYes() {
    assertEquals(
        Optional.of(List.of(new Choice(1, 0.25), new Choice(2, 0.75), new Choice(3, 0.25))),
        Choices.read(
            "{\"answers\":[{\"number\":1,\"answer\":\"No\",\"confidence\":0.75},"
                + "{\"number\":2,\"answer\":\"Yes\",\"confidence\":0.75},"
                + "{\"number\":3,\"answer\":\"no\",\"confidence\":0.75}]}"));
  }

  @Test
  public void whateverElseTheModelSaysIsPassedOver() {
    assertEquals(
        Optional.of(List.of(new Choice(1, 0.5))),
        Choices.read(
            "{\"thoughts\":[1],\"answers\":[{\"number\":1,\"why\":\"x\",\"confidence\":0.5}]}"));
  }

  @Test
  public void numbersAndConfidencesAreTakenAsTheyAre() {
    assertEquals(
        Optional.of(List.of(new Choice(0, -1), new Choice(9, 80))),
        Choices.read(
            "{\"answers\":[{\"number\":0,\"confidence\":-1},{\"number\":9,\"confidence\":80}]}"));
  }

  @Test
  public void whatIsNotOfTheFormIsNoAnswer() {
    for (String response :
        List.of(
            "",
            "I think number 1.",
            "null",
            "[]",
            "{}",
            "{\"answers\":{}}",
            "{\"answers\":[1]}",
            "{\"answers\":[{}]}",
            "{\"answers\":[{\"number\":1}]}",
            "{\"answers\":[{\"confidence\":0.5}]}",
            "{\"answers\":[{\"number\":\"1\",\"confidence\":0.5}]}",
            "{\"answers\":[{\"number\":1.5,\"confidence\":0.5}]}",
            "{\"answers\":[{\"number\":1,\"confidence\":\"high\"}]}",
            "{\"answers\":[{\"number\":1,\"confidence\":NaN}]}",
            "{\"answers\":[{\"number\":1,\"confidence\":0.5}",
            "{\"answers\":[{\"number\":1,\"confidence\":0.5},{}]}")) {
      assertEquals(response, Optional.empty(), Choices.read(response));
    }
  }

  @Test
  public void aNumberBeyondAllListsIsNotCutToOneOnTheList() {
    // 2^64 + 1, of which the lowest 64 bits are 1.
    assertEquals(
        Optional.empty(),
        Choices.read("{\"answers\":[{\"number\":18446744073709551617,\"confidence\":0.5}]}"));
  }
}
