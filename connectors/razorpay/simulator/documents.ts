/** Documents that answer a dispute, uploaded as multipart forms. */
import { answerWith, type Handler, uploadedParts, type World } from "#simulate";
import { find, refuse, unixTime, unknownId } from "./wire.ts";

/** https://razorpay.com/docs/api/documents */
export const documentRoutes = {
  "POST /v1/documents": (request, world) => {
    const parts = uploadedParts(request);
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
