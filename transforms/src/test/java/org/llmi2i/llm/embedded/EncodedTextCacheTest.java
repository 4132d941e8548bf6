package org.llmi2i.llm.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;

public class EncodedTextCacheTest {
  private final List<String> encoded = Collections.synchronizedList(new ArrayList<>());

  private EncodedText encode(String text) {
    encoded.add(text);
    return new EncodedText(new float[] {1}, text.length());
  }

  @Test
  public void aTextIsEncodedOnce() {
    EncodedTextCache cache = new EncodedTextCache(10);

    EncodedText first = cache.get("mug", this::encode);

    assertSame(first, cache.get("mug", this::encode));
    assertEquals(List.of("mug"), encoded);
  }

  @Test
  public void theTextUsedLongestAgoMakesRoom() {
    EncodedTextCache cache = new EncodedTextCache(2);
    cache.get("a", this::encode);
    cache.get("b", this::encode);
    cache.get("a", this::encode);

    cache.get("c", this::encode);

    cache.get("a", this::encode);
    assertEquals(List.of("a", "b", "c"), encoded);
    cache.get("b", this::encode);
    assertEquals(List.of("a", "b", "c", "b"), encoded);
  }

  @Test
  public void aFailureReachesTheCallerAndIsNotKept() {
    EncodedTextCache cache = new EncodedTextCache(10);

    assertThrows(
        IllegalStateException.class,
        () ->
            cache.get(
                "mug",
                text -> {
                  throw new IllegalStateException("broken");
                }));

    assertEquals(3, cache.get("mug", this::encode).tokens());
  }

  @Test
  public void aTextAskedForWhileItIsBeingEncodedIsNotEncodedAgain() throws Exception {
    EncodedTextCache cache = new EncodedTextCache(10);
    CountDownLatch encoding = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    Thread first =
        new Thread(
            () ->
                cache.get(
                    "mug",
                    text -> {
                      encoding.countDown();
                      awaitUninterrupted(mayFinish);
                      return encode(text);
                    }));
    Thread second = new Thread(() -> cache.get("mug", this::encode));

    first.start();
    encoding.await();
    second.start();
    while (second.isAlive() && second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    mayFinish.countDown();
    first.join();
    second.join();

    assertEquals(List.of("mug"), encoded);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
