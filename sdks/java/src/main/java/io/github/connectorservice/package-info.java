/**
 * Client of Connector Service: one contract for every payment processor. Begin with {@link
 * io.github.connectorservice.ConnectorServiceClient}.
 */
package io.github.connectorservice;
