/** What the log says of each item, and which items are tail. */
package org.llmi2i.tail;
