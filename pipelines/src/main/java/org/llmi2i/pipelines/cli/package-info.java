/** What all programs of the command line share: options, help, errors, progress. */
package org.llmi2i.pipelines.cli;
