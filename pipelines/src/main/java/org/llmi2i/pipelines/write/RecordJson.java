package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Avro records as plain JSON, under the names of their fields; times as ISO-8601, maps sorted. */
public final class RecordJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordJson() {}

  /** The record as a JSON object. */
  public static ObjectNode of(SpecificRecord record) {
    ObjectNode node = JSON.createObjectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      node.set(field.name(), value(record.get(field.pos())));
    }
    return node;
  }

  private static JsonNode value(Object value) {
    if (value instanceof SpecificRecord record) {
      return of(record);
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode node = JSON.createObjectNode();
      new TreeMap<>(map).forEach((key, entry) -> node.set(key.toString(), value(entry)));
      return node;
    }
    if (value instanceof Enum<?> || value instanceof Instant) {
      return JSON.getNodeFactory().textNode(value.toString());
    }
    return JSON.valueToTree(value);
  }
}
