/** Loaded before a service (`--import`) to plant a weakness that the floods must find: HTTP/2 without its limits of resets and refused frames, and blind to streams that it was not told of. */
import http2 from "node:http2";
import { syncBuiltinESMExports } from "node:module";

const { createServer } = http2;
const without = {
  streamResetBurst: 2 ** 31,
  streamResetRate: 2 ** 31,
  maxSessionInvalidFrames: 2 ** 31,
  maxSessionRejectedStreams: 2 ** 31,
};
http2.createServer = ((settings: http2.ServerOptions) =>
  createServer({ ...settings, ...without }).on("session", (session) => {
    Object.defineProperty(session, "state", { value: { lastProcStreamID: 0 } });
  })) as typeof http2.createServer;
syncBuiltinESMExports();
