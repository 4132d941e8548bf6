/**
 * What a person can look up of a refinement: an item's neighbors before and after, and the
 * interactions that explain the difference. How it looks is the business of whoever shows it.
 */
package org.llmi2i.explore;
