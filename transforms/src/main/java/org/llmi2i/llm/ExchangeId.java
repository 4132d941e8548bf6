package org.llmi2i.llm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of an exchange: the same question to the same model has the same name. */
public final class ExchangeId {
  private ExchangeId() {}

  /** SHA-256 of provider, model, parameters and prompt, in hexadecimal. */
  public static String of(LanguageModel model, String prompt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          new String[] {model.provider(), model.model(), model.parameters(), prompt}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        // The length keeps ("ab", "c") apart from ("a", "bc").
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
