import { z } from 'zod';
import { api } from './contract/api.ts';
import { Problem } from './contract/common.ts';
import type { Route, Schema } from './contract/route.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> } & Json;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
  readonly security: readonly Json[];
  readonly 'x-roles': readonly string[];
}

export interface Content {
  readonly description?: string;
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema: Json }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Json;
  readonly description?: string;
}

/** The contract as OpenAPI 3.1, whose dialect is what zod's JSON Schema speaks: names become components. */
export function openApiDocument(info: {
  readonly version: string;
  readonly publicUrl: string;
}): OpenApiDocument {
  const components: Record<string, Json> = {};
  const routes: readonly Route[] = Object.values(api);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Atenta',
      version: info.version,
      description:
        'Everything the portal and the console do. Answers that are not a success are problems (RFC 9457) with a stable `reason`, and with the `clause` when the agreement is what refuses.',
    },
    servers: [{ url: info.publicUrl }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of an administrator.' },
        session: { type: 'apiKey', in: 'cookie', name: 'atenta_session' },
      },
    },
  };
}

function operation(route: Route, components: Record<string, Json>): Operation {
  const isUpload = route.operationId === 'uploadAttachment';
  const isPublic = route.roles.includes('anonymous');
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    'x-roles': route.roles,
    security: isPublic ? [{}] : [{ apiKey: [] }, { session: [] }],
    parameters: [
      ...parameters('path', route.params, components),
      ...parameters('query', route.query, components),
      ...(route.idempotent === true ? [idempotencyKey] : []),
    ],
    ...(route.body === undefined
      ? {}
      : { requestBody: json('application/json', schemaOf(route.body, 'input', components), true) }),
    ...(isUpload ? { requestBody: uploadBody } : {}),
    responses: {
      [route.success]:
        route.answer === undefined
          ? { description: 'Done' }
          : {
              description: 'Done',
              ...json('application/json', schemaOf(route.answer, 'output', components)),
            },
      default: {
        description: 'A problem (RFC 9457)',
        ...json(
          'application/problem+json',
          schemaOf(Problem as unknown as Schema, 'output', components),
        ),
      },
    },
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 8, maxLength: 200 },
  description: 'The same write sent again with the same key happens once and answers the same.',
};

const uploadBody: Content = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
      },
    },
  },
};

const json = (mediaType: string, schema: Json, required?: true): Content => ({
  ...(required === undefined ? {} : { required }),
  content: { [mediaType]: { schema } },
});

function parameters(
  where: 'path' | 'query',
  schema: Schema | undefined,
  components: Record<string, Json>,
): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input', components) as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: Schema, io: 'input' | 'output', components: Record<string, Json>): Json {
  // The contract's schemas are zod; their type says only what goes in and out.
  const made = z.toJSONSchema(schema as unknown as z.ZodType, {
    io,
    target: 'draft-2020-12',
    reused: 'inline',
    unrepresentable: 'any',
  });
  const { $schema: _dialect, $defs = {}, ...own } = pointToComponents(made);
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    components[name] ??= withoutId(definition);
  }
  const id = own['id'];
  if (typeof id !== 'string') return own;
  components[id] ??= withoutId(own);
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = ({ id: _id, ...rest }: Json): Json => rest;

const pointToComponents = (schema: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
