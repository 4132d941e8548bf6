package org.llmi2i.evaluate;

import java.io.Serializable;
import org.llmi2i.schemas.Variant;

/**
 * How metrics name a table.
 *
 * @param variant the data that it was made from
 * @param similarity the similarity's name, or that of the table itself
 */
record Compared(Variant variant, String similarity) implements Serializable {}
