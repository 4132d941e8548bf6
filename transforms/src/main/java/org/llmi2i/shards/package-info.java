/**
 * Grouping into few, large records: a runner pays for every key and every record, so what belongs
 * together is hashed to a shard and grouped by that. What is done with a shard lives elsewhere.
 */
package org.llmi2i.shards;
