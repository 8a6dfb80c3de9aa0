/** Files, as evidence refers to them. */
import { type Handler, uploadedParts } from "#simulate";
import { type Caller, find, invalid, keep, missing, route, unixTime, unknown } from "./wire.ts";

export const fileRoutes = {
  "POST /v1/files": route("", (call) => {
    const parts = uploadedParts(call);
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
