/**
 * The records of the product, generated from Avro, and the BigQuery tables derived from them. No
 * logic lives here.
 */
package org.llmi2i.schemas;
