package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Reason;

/**
 * Makes items of rows, each with its place in the catalogue: a text that orders all rows.
 *
 * <p>A column {@code attributes} that holds a JSON object, as in our own files, gives an attribute
 * for each of its members.
 */
final class ItemParser implements RowParser<KV<String, Item>> {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<String> FIELDS = List.of("item_id", "title", "category", "price");

  @Override
  public KV<String, Item> parse(Fields fields, String file, long number) throws RowException {
    Item item = new Item();
    item.setItemId(fields.required("item_id", Reason.MISSING_ITEM_ID));
    item.setTitle(fields.text("title"));
    String category = fields.text("category");
    item.setCategory(category.isEmpty() ? null : category);
    Double price = fields.number("price", Reason.INVALID_PRICE);
    if (price != null && price < 0) {
      throw new RowException(Reason.NEGATIVE_PRICE, "price is " + price);
    }
    item.setPrice(price);
    item.setAttributes(unpacked(fields.others(FIELDS)));
    return KV.of(String.format("%s#%012d", file, number), item);
  }

  private static Map<String, String> unpacked(Map<String, String> columns) {
    String packed = columns.get("attributes");
    if (packed == null || !packed.startsWith("{")) {
      return columns;
    }
    try {
      Map<String, String> attributes = new HashMap<>();
      JSON.readTree(packed)
          .fields()
          .forEachRemaining(
              member -> {
                JsonNode value = member.getValue();
                attributes.put(
                    member.getKey(), value.isValueNode() ? value.asText() : value.toString());
              });
      columns.remove("attributes");
      attributes.putAll(columns);
      return attributes;
    } catch (JsonProcessingException e) {
      return columns;
    }
  }
}
