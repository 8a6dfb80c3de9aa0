/** Documents that answer a dispute, uploaded as multipart forms. */
import { answerWith, type Handler, type World } from "#simulate";
import { find, refuse, unixTime, unknownId } from "./wire.ts";

/** https://razorpay.com/docs/api/documents */
export const documentRoutes = {
  "POST /v1/documents": (request, world) => {
    const parts = multipart(request.headers["content-type"] ?? "", request.bytes);
    const purpose = parts.find(({ name }) => name === "purpose")?.content;
    const file = parts.find(({ name }) => name === "file");
    if (!file) return refuse({ description: "The file field is required.", field: "file" });
    if (!purpose)
      return refuse({ description: "The purpose field is required.", field: "purpose" });
    if (purpose !== "dispute_evidence")
      return refuse({
        description: `invalid document upload purpose:${purpose}`,
        field: "purpose",
      });
    if (!/^(image\/(jpg|jpeg|png)|application\/pdf)$/.test(file.type))
      return refuse({
        description: "The file must be a file of type: jpg, jpeg, png, pdf.",
        field: "file",
      });
    const document = {
      id: world.nextId("doc_", 14),
      entity: "document",
      purpose,
      name: file.filename,
      mime_type: file.type,
      size: file.content.length,
      created_at: unixTime(world),
    };
    world.table("documents").set(document.id, document);
    return answerWith(document);
  },

  "GET /v1/documents/:id": ({ params }, world) => {
    const document = find(world, "documents", params["id"]);
    return document ? answerWith(document) : unknownId();
  },
} satisfies Record<string, Handler>;

export const isDocument = (world: World, id: string): boolean => world.table("documents").has(id);

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
      return {
        name: /[ ;]name="([^"]*)"/.exec(head)?.[1] ?? "",
        filename: /filename="([^"]*)"/.exec(head)?.[1] ?? "",
        type: /content-type: *([^\r;]+)/i.exec(head)?.[1] ?? "",
        content: part.slice(end + 4, -2),
      };
    });
}
