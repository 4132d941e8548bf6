package org.llmi2i.pipelines.read;

import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Reason;

/** Makes items of rows, each with its place in the catalogue: a text that orders all rows. */
final class ItemParser implements RowParser<KV<String, Item>> {
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
    item.setAttributes(fields.others(FIELDS));
    return KV.of(String.format("%s#%012d", file, number), item);
  }
}
