package org.llmi2i.llm.embedded;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import ai.djl.util.Ec2Utils;
import java.lang.reflect.Field;
import org.junit.Test;

public class MiniLmTokenizerTest {

  /**
   * When this JVM last told DJL's makers that it uses DJL, in milliseconds; 0 if never. DJL sets it
   * before it opens the connection.
   */
  private static long lastReportOfUse() throws ReflectiveOperationException {
    Field lastCheckIn = Ec2Utils.class.getDeclaredField("lastCheckIn");
    lastCheckIn.setAccessible(true);
    return lastCheckIn.getLong(null);
  }

  @Test
  public void loadingReportsToNobodyAndLeavesTheSwitchAsItWas() throws Exception {
    MiniLmTokenizer.load();

    assertEquals(0, lastReportOfUse());
    assertNull(System.getProperty("ai.djl.offline"));
  }

  @Test
  public void tokensAreThoseOfTheBertVocabularyWithoutPadding() {
    assertArrayEquals(new long[] {101, 2417, 14757, 102}, MiniLmTokenizer.load().tokens("Red MUG"));
  }
}
