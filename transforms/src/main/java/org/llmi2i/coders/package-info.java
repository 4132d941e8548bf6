/** Lets Beam find the coders of the product's records, so that no user sets one. */
package org.llmi2i.coders;
