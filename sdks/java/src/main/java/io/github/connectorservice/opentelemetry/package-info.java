/**
 * Traces for OpenTelemetry. Needs {@code io.opentelemetry:opentelemetry-api}, which is optional.
 */
package io.github.connectorservice.opentelemetry;
