/** Connections through the operator's egress proxy: a tunnel by CONNECT, and the processor's own TLS inside it. */
import { request as askPlainly, type ClientRequest } from "node:http";
import { request as askSecurely } from "node:https";
import { isIP } from "node:net";
import type { SecureContext } from "node:tls";
import type { buildConnector } from "undici";
import { contextOf } from "./trust.ts";

/** An HTTP proxy that opens tunnels: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
export interface EgressProxy {
  /** `http://proxy.internal:3128`, or https. */
  readonly origin: string;
  /** For Basic authentication: https://www.rfc-editor.org/rfc/rfc7617 */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** PEM certificates to trust for an https proxy, beside the system's. */
  readonly authorities?: readonly string[];
}

/** No connection by way of the proxy: nothing has reached the processor. Of what the proxy said it holds the status alone. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  /** Of the proxy's answer to CONNECT; undefined where there was none, or where it opened a tunnel. */
  readonly status: number | undefined;
  constructor(
    message: string,
    { status, cause }: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
  }
}

type Connector = buildConnector.connector;

/**
 * `secure` speaks TLS to the processor over the tunnel, as it would over a connection of its own. All of it, from the
 * first packet to the proxy to the end of the processor's handshake, takes `milliseconds` at most.
 */
export function throughProxy(
  proxy: EgressProxy,
  secure: Connector,
  milliseconds: number,
): Connector {
  const ask = askerOf(proxy);
  return (target, done) => {
    const asking = ask(authorityOf(target));
    let open: { destroy(): unknown } = asking;
    let isOver = false;
    const end: typeof done = (...result) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      done(...result);
    };
    const fail = (...failure: ConstructorParameters<typeof ProxyFailure>) => {
      end(new ProxyFailure(...failure), null);
      open.destroy();
    };
    const timer = setTimeout(
      () => fail("no connection through the egress proxy in time"),
      milliseconds,
    );
    asking.on("error", (cause) => fail("the egress proxy cannot be spoken to", { cause }));
    asking.on("connect", ({ statusCode: status = 0 }, socket, early) => {
      open = socket;
      // TLS hears of the socket's end by itself; without a listener it would end the process.
      socket.on("error", () => undefined);
      if (status < 200 || status > 299) return fail(refusalOf(status), { status });
      // In TLS it is the client who speaks first: what comes before is no processor's.
      if (early.length > 0) return fail("the egress proxy spoke into the tunnel");
      try {
        secure({ ...target, httpSocket: socket }, end);
      } catch (cause) {
        fail("no TLS through the egress proxy", { cause });
      }
    });
    asking.end();
  };
}

const refusalOf = (status: number): string =>
  status === 407
    ? "the egress proxy wants credentials, or others than it was given (407)"
    : `the egress proxy opened no tunnel (${status})`;

/** As CONNECT names the target: always with a port, and IPv6 in brackets. */
function authorityOf({ hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return `${host}:${port || 443}`;
}

/** What is the same for every tunnel is made once. */
function askerOf({ origin, credentials, authorities }: EgressProxy) {
  const { protocol, hostname, port } = new URL(origin);
  const isSecure = protocol === "https:";
  const authorization = credentials && {
    "proxy-authorization": `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`,
  };
  const host = hostname.replace(/^\[|\]$/g, "");
  // Node.js would verify the proxy by the name in the Host header, which is the processor's.
  const servername = isIP(host) ? "" : host;
  let secureContext: SecureContext | undefined;
  return (authority: string): ClientRequest => {
    const asked = {
      method: "CONNECT",
      path: authority,
      host,
      port: port || (isSecure ? 443 : 80),
      headers: { host: authority, "user-agent": "connector-service", ...authorization },
      agent: false,
    } as const;
    if (!isSecure) return askPlainly(asked);
    secureContext ??= contextOf(authorities);
    const secured = { ...asked, servername, secureContext };
    return askSecurely(secured);
  };
}
