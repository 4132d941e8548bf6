package org.llmi2i.pipelines.bigquery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** {@link BigQueryName}: the forms of {@code bigquery:...}. */
public class BigQueryNameTest {
  @Test
  public void filesAreNoNames() {
    assertFalse(BigQueryName.isNamed("bigquery/log.csv"));
    assertFalse(BigQueryName.isNamed("gs://bigquery/log.csv"));
    assertTrue(BigQueryName.isNamed("bigquery:a.b.c"));
  }

  @Test
  public void aSourceIsATableOrAQuery() {
    assertEquals(
        new BigQueryName("my-shop", "log", "sales", ""),
        BigQueryName.source("bigquery:my-shop.log.sales"));
    assertEquals(
        new BigQueryName("example.com:my-shop", "log", "sales", ""),
        BigQueryName.source("bigquery:example.com:my-shop.log.sales"));
    assertEquals(
        new BigQueryName("", "", "", "SELECT 1\nFROM `a.b.c`"),
        BigQueryName.source("bigquery: SELECT 1\nFROM `a.b.c` "));
    assertEquals(
        new BigQueryName("", "", "", "with x AS (SELECT 1) SELECT * FROM x"),
        BigQueryName.source("bigquery:with x AS (SELECT 1) SELECT * FROM x"));
  }

  @Test
  public void anOutputIsADatasetAndALedgerATable() {
    assertEquals(
        new BigQueryName("my-shop", "i2i", "", ""),
        BigQueryName.dataset("output", "bigquery:my-shop.i2i"));
    assertEquals(
        "output: must name a dataset, bigquery:project.dataset, got bigquery:my-shop.i2i.t",
        assertThrows(
                IllegalArgumentException.class,
                () -> BigQueryName.dataset("output", "bigquery:my-shop.i2i.t"))
            .getMessage());
    assertEquals(
        "ledger: must name a table, bigquery:project.dataset.table, got bigquery:my-shop.i2i",
        assertThrows(
                IllegalArgumentException.class,
                () -> BigQueryName.table("ledger", "bigquery:my-shop.i2i"))
            .getMessage());
  }

  @Test
  public void itIsWrittenAsTheUserWritesIt() {
    for (String name : new String[] {"bigquery:my-shop.log.sales", "bigquery:SELECT 1"}) {
      assertEquals(name, BigQueryName.source(name).toString());
    }
  }
}
