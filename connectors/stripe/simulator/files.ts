/** Files, as evidence refers to them. */
import type { Handler } from "#simulate";
import { type Caller, find, invalid, keep, missing, route, unixTime, unknown } from "./wire.ts";

export const fileRoutes = {
  "POST /v1/files": route("", (call) => {
    const parts = multipart(call.headers["content-type"] ?? "", call.bytes);
    const file = parts.find(({ name }) => name === "file");
    const purpose = parts.find(({ name }) => name === "purpose")?.content;
    if (purpose === undefined) throw missing("purpose");
    if (!file) throw missing("file");
    const type = fileTypes[file.type];
    if (purpose === "dispute_evidence" && (!type || file.content.length > 5_000_000))
      throw invalid("file", "Dispute evidence is a PDF, JPEG or PNG file of up to 5 MB.");
    const wire = {
      id: call.world.nextId("file_1", 23),
      object: "file",
      created: unixTime(call.world),
      expires_at: null,
      filename: file.filename,
      links: { object: "list", data: [], has_more: false, url: "/v1/file_links" },
      purpose,
      size: file.content.length,
      title: null,
      type: type ?? "bin",
      url: `${call.world.origin}/v1/files/contents`,
    };
    return keep(call, "files", { account: call.account, wire }).wire;
  }),
  "GET /v1/files/:id": route("expand", (call) => {
    const file = findFile(call, call.params["id"]);
    if (file) return file.wire;
    throw unknown("file upload", call.params["id"], "file");
  }),
} satisfies Record<string, Handler>;

const fileTypes: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/png": "png",
};
export const findFile = (caller: Caller, id: unknown) => find(caller, "files", String(id));

interface UploadedPart {
  readonly name: string;
  readonly filename: string;
  readonly type: string;
  /** One character a byte. */
  readonly content: string;
}

function multipart(type: string, bytes: Uint8Array): readonly UploadedPart[] {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return [];
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const end = part.indexOf("\r\n\r\n");
      const head = part.slice(0, end);
      const named = (key: string) => new RegExp(`[ ;]${key}="([^"]*)"`).exec(head)?.[1] ?? "";
      return {
        name: named("name"),
        filename: named("filename"),
        type: /content-type: *([^\r;]+)/i.exec(head)?.[1] ?? "",
        content: part.slice(end + 4, -2),
      };
    });
}
