import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { withOptionalFields } from './optional-fields.ts';
import { withProblemResponses } from './problem-responses.ts';
import { withRouteSecurity } from './route-security.ts';
import { withSharedHeaders } from './shared-headers.ts';
import { withUniqueSchemas } from './unique-schemas.ts';
import type { ResponseSchema } from './response-description.ts';
import { describeValidatedProperties } from './validated-properties.ts';
import { toOpenApi31 } from './to-openapi-31.ts';

export interface OpenApiOptions {
  title: string;
  description: string;
  /** What the routes under each tag are about. */
  tags?: Record<string, string>;
  /** Schemas that responses refer to by name, in the format of OpenAPI 3.1. */
  schemas?: Record<string, ResponseSchema>;
}

const lowercaseFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Such as `handoffs.list`, from HandoffsController and its method list. */
const operationIdOf = (controller: string, method: string): string =>
  `${lowercaseFirst(controller.replace(/Controller$/, ''))}.${method}`;

/** The OpenAPI 3.1 document of a service. */
export function createOpenApiDocument(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The service that serves this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'apiKey')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('apiKey');
  for (const [tag, description] of Object.entries(options.tags ?? {})) builder.addTag(tag, description);
  describeValidatedProperties();
  const document = withUniqueSchemas(() =>
    SwaggerModule.createDocument(app, builder.build(), { operationIdFactory: operationIdOf }),
  );
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...options.schemas },
  };
  return toOpenApi31(withRouteSecurity(withSharedHeaders(withProblemResponses(withOptionalFields(document)))));
}

/** The OpenAPI document of a module, without starting it or connecting to anything. */
export async function createModuleOpenApiDocument(
  module: Type | DynamicModule,
  options: OpenApiOptions,
): Promise<OpenAPIObject> {
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return createOpenApiDocument(app, options);
}

/** Serves /openapi.json, and Swagger UI at /docs with all its assets from this service. */
export function serveOpenApi(app: INestApplication, options: OpenApiOptions): void {
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app, options), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: options.title,
    swaggerOptions: { persistAuthorization: true },
  });
}
