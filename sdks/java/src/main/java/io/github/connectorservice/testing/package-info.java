/** For the users' own tests: the service on its sandbox, on this machine. */
package io.github.connectorservice.testing;
