/** What each user did, in order: the form of the log that every later stage reads. */
package org.llmi2i.history;
