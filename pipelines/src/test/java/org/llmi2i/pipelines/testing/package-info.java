/** Stand-ins for the clouds' services. */
package org.llmi2i.pipelines.testing;
