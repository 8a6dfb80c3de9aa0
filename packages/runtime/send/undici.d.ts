/** undici's client by itself: see the import in `http.ts`. */
declare module "undici/lib/dispatcher/client.js" {
  export { Client as default } from "undici";
}
