/**
 * Reading logs and catalogues: from files of several formats to typed records, each row either a
 * record or a rejected one. Algorithms never see a row.
 */
package org.llmi2i.pipelines.read;
