/** Connectors with the credentials that they declare. */
package io.github.connectorservice.connectors;
