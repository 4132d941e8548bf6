/**
 * What a run in the cloud will cost, from its size, measured figures and list prices. What a run
 * did cost stands in its own record.
 */
package org.llmi2i.pipelines.estimate;
