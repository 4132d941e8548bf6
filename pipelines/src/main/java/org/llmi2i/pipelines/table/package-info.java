/** An I2I table of any log, and nothing else. */
package org.llmi2i.pipelines.table;
