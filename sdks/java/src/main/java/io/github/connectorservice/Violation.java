/* A bad field of a request. */
package io.github.connectorservice;

import java.io.Serializable;

/**
 * A field that the service refuses.
 *
 * @param field its path, such as {@code purchase.amount}
 * @param problem what is wrong with it
 */
public record Violation(String field, String problem) implements Serializable {}
