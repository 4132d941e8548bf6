/** The programs: the command line, and the pipelines that it runs. */
package org.llmi2i.pipelines;
