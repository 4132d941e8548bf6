/** What a run tells of itself while it works: which stage is at work, and since when. */
package org.llmi2i.progress;
