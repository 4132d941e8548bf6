package org.llmi2i.shards;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Gives every element of the left the elements of the right that have its key.
 *
 * <p>Elements of the right without a left are left out; the lists are in no order. Joined by {@link
 * Shards}, in one pass over the grouped values: a CoGroupByKey reads them several times, which
 * Flink's batch mode does not allow.
 */
public final class LeftJoin<L, R> extends PTransform<PCollection<L>, PCollection<KV<L, List<R>>>> {
  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  private final SerializableFunction<L, String> leftKey;
  private final PCollection<R> right;
  private final SerializableFunction<R, String> rightKey;

  private LeftJoin(
      SerializableFunction<L, String> leftKey,
      PCollection<R> right,
      SerializableFunction<R, String> rightKey) {
    this.leftKey = leftKey;
    this.right = right;
    this.rightKey = rightKey;
  }

  /** Joins the input, by {@code leftKey}, with the elements of {@code right}, by theirs. */
  public static <L, R> LeftJoin<L, R> of(
      SerializableFunction<L, String> leftKey,
      PCollection<R> right,
      SerializableFunction<R, String> rightKey) {
    return new LeftJoin<>(leftKey, right, rightKey);
  }

  @Override
  public PCollection<KV<L, List<R>>> expand(PCollection<L> left) {
    UnionCoder either = UnionCoder.of(List.of(left.getCoder(), right.getCoder()));
    SerializableFunction<RawUnionValue, String> key = new EitherKey<>(leftKey, rightKey);
    return PCollectionList.of(left.apply("Left", ParDo.of(new Tag<>(LEFT))).setCoder(either))
        .and(right.apply("Right", ParDo.of(new Tag<>(RIGHT))).setCoder(either))
        .apply("ByKey", Shards.by(key).together())
        .apply("Join", ParDo.of(new Join<>(leftKey, rightKey)))
        .setCoder(KvCoder.of(left.getCoder(), ListCoder.of(right.getCoder())));
  }

  @SuppressWarnings("unchecked") // The tag says which side, and so the type.
  private record EitherKey<L, R>(
      SerializableFunction<L, String> leftKey, SerializableFunction<R, String> rightKey)
      implements SerializableFunction<RawUnionValue, String> {
    @Override
    public String apply(RawUnionValue either) {
      return either.getUnionTag() == LEFT
          ? leftKey.apply((L) either.getValue())
          : rightKey.apply((R) either.getValue());
    }
  }

  private static final class Tag<T> extends DoFn<T, RawUnionValue> {
    private final int side;

    Tag(int side) {
      this.side = side;
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<RawUnionValue> out) {
      out.output(new RawUnionValue(side, element));
    }
  }

  private static final class Join<L, R>
      extends DoFn<KV<Integer, Iterable<List<RawUnionValue>>>, KV<L, List<R>>> {
    private final SerializableFunction<L, String> leftKey;
    private final SerializableFunction<R, String> rightKey;

    Join(SerializableFunction<L, String> leftKey, SerializableFunction<R, String> rightKey) {
      this.leftKey = leftKey;
      this.rightKey = rightKey;
    }

    @ProcessElement
    @SuppressWarnings("unchecked") // The tag says which side, and so the type.
    public void process(
        @Element KV<Integer, Iterable<List<RawUnionValue>>> shard,
        OutputReceiver<KV<L, List<R>>> out) {
      List<L> lefts = new ArrayList<>();
      Map<String, List<R>> rights = new HashMap<>();
      for (List<RawUnionValue> pack : shard.getValue()) {
        for (RawUnionValue either : pack) {
          if (either.getUnionTag() == LEFT) {
            lefts.add((L) either.getValue());
          } else {
            R element = (R) either.getValue();
            rights.computeIfAbsent(rightKey.apply(element), key -> new ArrayList<>()).add(element);
          }
        }
      }
      for (L left : lefts) {
        out.output(KV.of(left, rights.getOrDefault(leftKey.apply(left), List.of())));
      }
    }
  }
}
