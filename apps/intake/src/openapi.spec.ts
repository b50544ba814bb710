import { createModuleOpenApiDocument, loadConfig, misdescribedFields, undescribedResponses } from '@baton/service';
import { openApiProblems } from '@baton/testing';
import { IntakeConfig } from './intake.config.ts';
import { IntakeModule } from './intake.module.ts';
import { openapi } from './openapi.ts';

describe('the OpenAPI document of intake', () => {
  const config = loadConfig(IntakeConfig, {
    HTTP_PORT: '0',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KAFKA_BROKERS: '127.0.0.1:1',
    AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
    AUTH_ISSUER: 'http://127.0.0.1:1',
  });
  const create = () => createModuleOpenApiDocument(IntakeModule.register(config), openapi);

  it('every route of intake describes its responses in OpenAPI', async () => {
    expect(undescribedResponses(await create())).toEqual([]);
  });

  it('a linter finds nothing wrong with the document of intake', async () => {
    expect(await openApiProblems(await create())).toEqual([]);
  });

  it('null counts as missing in every body of intake: what is required is refused, the rest is described as nullable', async () => {
    expect(await misdescribedFields(await create())).toEqual([]);
  });
});
