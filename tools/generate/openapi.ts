/** docs/generated/openapi.json: the JSON form of the contract, from its own descriptors. */
import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescService,
  ScalarType,
} from "@bufbuild/protobuf";
import { commentsOf } from "./comments.ts";
import { type Files, notice } from "./files.ts";
import { services } from "./services.ts";

type Schema = Readonly<Record<string, unknown>>;

export async function openapi(): Promise<Files> {
  const comments = await commentsOf();
  const schemas = new Map<string, Schema>();
  const paths: Record<string, unknown> = {};
  for (const service of services)
    for (const method of service.methods)
      paths[`/${service.typeName}/${method.name}`] = { post: operation(service, method) };

  const document = {
    openapi: "3.1.0",
    info: {
      title: "payments.v1",
      version: "1",
      description: `The JSON form of the contract: the Connect protocol's unary calls, canonical proto-JSON. ${notice}`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "http://127.0.0.1:8080" }],
    security: [{ caller: [] }],
    paths,
    components: {
      securitySchemes: { caller: { type: "http", scheme: "bearer" } },
      parameters,
      schemas: Object.fromEntries([...schemas].sort(([one], [other]) => one.localeCompare(other))),
    },
  };
  return new Map([["docs/generated/openapi.json", `${JSON.stringify(document, null, 2)}\n`]]);

  function operation(service: DescService, method: DescService["methods"][number]) {
    return {
      operationId: `${service.name}_${method.name}`,
      tags: [service.name],
      description: comments(`${service.typeName}.${method.name}`),
      parameters: Object.keys(parameters).map((name) => ({
        $ref: `#/components/parameters/${name}`,
      })),
      requestBody: { required: true, content: json(method.input) },
      responses: {
        "200": {
          description: "The answer; a processor's no is one.",
          content: json(method.output),
        },
        default: {
          description: "The service refused, or nobody knows: see ErrorReason.",
          content: { "application/json": { schema: connectError } },
        },
      },
    };
  }
  function json(message: DescMessage) {
    return { "application/json": { schema: referenceTo(message) } };
  }
  function referenceTo(type: DescMessage | DescEnum): Schema {
    const wellKnown = wellKnownTypes[type.typeName];
    if (wellKnown) return wellKnown;
    const name = type.typeName.replace(/^payments\.(tools\.)?v1\./, "");
    if (!schemas.has(name)) {
      schemas.set(name, {});
      schemas.set(name, type.kind === "enum" ? enumSchema(type) : messageSchema(type));
    }
    return { $ref: `#/components/schemas/${name}` };
  }
  function enumSchema(type: DescEnum): Schema {
    return {
      type: "string",
      description: comments(type.typeName),
      enum: type.values.map(({ name }) => name),
    };
  }
  function messageSchema(type: DescMessage): Schema {
    return {
      type: "object",
      description: comments(type.typeName),
      properties: Object.fromEntries(
        type.fields.map((field) => [field.jsonName, fieldSchema(field)]),
      ),
      additionalProperties: false,
    };
  }
  function fieldSchema(field: DescField): Schema {
    const about = comments(`${field.parent.typeName}.${field.name}`);
    const choice =
      field.oneof && !field.proto.proto3Optional ? ` At most one of \`${field.oneof.name}\`.` : "";
    const description = `${about}${choice}`;
    switch (field.fieldKind) {
      case "list":
        return { type: "array", description, items: itemSchema(field) };
      case "map":
        return { type: "object", description, additionalProperties: itemSchema(field) };
      default:
        return { ...itemSchema(field), description };
    }
  }
  function itemSchema(field: DescField): Schema {
    if (field.message) return referenceTo(field.message);
    if (field.enum) return referenceTo(field.enum);
    return field.scalar ? scalarSchema(field.scalar) : {};
  }
}

function scalarSchema(scalar: ScalarType): Schema {
  switch (scalar) {
    case ScalarType.BOOL:
      return { type: "boolean" };
    case ScalarType.BYTES:
      return { type: "string", format: "byte" };
    case ScalarType.INT64:
    case ScalarType.UINT64:
      return { type: "string", pattern: "^-?[0-9]+$" };
    case ScalarType.STRING:
      return { type: "string" };
    default:
      return { type: "integer", format: "int32" };
  }
}

const wellKnownTypes: Readonly<Record<string, Schema>> = {
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.Duration": { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?s$" },
  "google.protobuf.Struct": { type: "object" },
  "google.protobuf.Any": { type: "object", properties: { "@type": { type: "string" } } },
};

const header = (name: string, description: string, required = false) => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string" },
});
const parameters = {
  connector: header("x-connector", "The connector's id."),
  credentials: header("x-connector-credentials", "Its credentials as JSON, at most 4 KiB."),
  account: header(
    "x-connector-account",
    "An account that the operator configured, in place of both.",
  ),
  subAccount: header("x-connector-sub-account", "The account inside the credentials."),
  requestId: header("x-request-id", "Correlates logs and traces; made where left out."),
};
const connectError: Schema = {
  type: "object",
  properties: {
    code: { type: "string" },
    message: { type: "string" },
    details: {
      type: "array",
      items: {
        type: "object",
        properties: {
          type: { type: "string" },
          value: { type: "string" },
          debug: { type: "object" },
        },
      },
    },
  },
};
