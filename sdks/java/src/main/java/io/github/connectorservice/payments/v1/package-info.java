/**
 * The contract: messages, enums and services as generated. Printing a message shows {@code ***} for
 * what is marked.
 */
package io.github.connectorservice.payments.v1;
