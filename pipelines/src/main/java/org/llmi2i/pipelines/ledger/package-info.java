/**
 * The ledger in files: exchanges of earlier runs are read, those of this run written as they come.
 */
package org.llmi2i.pipelines.ledger;
