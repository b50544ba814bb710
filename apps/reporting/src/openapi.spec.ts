import {
  createModuleOpenApiDocument,
  loadConfig,
  misdescribedFields,
  ServiceConfig,
  undescribedResponses,
} from '@baton/service';
import { openApiProblems } from '@baton/testing';
import { openapi } from './openapi.ts';
import { ReportingModule } from './reporting.module.ts';

describe('the OpenAPI document of reporting', () => {
  const config = loadConfig(ServiceConfig, {
    HTTP_PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KAFKA_BROKERS: '127.0.0.1:1',
    AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
    AUTH_ISSUER: 'http://127.0.0.1:1',
  });
  const create = () => createModuleOpenApiDocument(ReportingModule.register(config), openapi);

  it('every route describes its response', async () => {
    expect(undescribedResponses(await create())).toEqual([]);
  });

  it('a linter finds nothing wrong with the document of reporting', async () => {
    expect(await openApiProblems(await create())).toEqual([]);
  });

  it('null counts as missing in every body of reporting: what is required is refused, the rest is described as nullable', async () => {
    expect(await misdescribedFields(await create())).toEqual([]);
  });
});
