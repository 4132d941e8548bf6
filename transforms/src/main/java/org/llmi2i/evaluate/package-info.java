/** What a table is worth: measured on a holdout, against a base and against controls. */
package org.llmi2i.evaluate;
