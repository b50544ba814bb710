import { createModuleOpenApiDocument, loadConfig, ServiceConfig, undescribedResponses } from '@baton/service';
import { openapi } from './openapi.ts';
import { ScoringModule } from './scoring.module.ts';

describe('ScoringModule', () => {
  it('every route of scoring describes its responses in OpenAPI', async () => {
    const config = loadConfig(ServiceConfig, {
      HTTP_PORT: '0',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      KAFKA_BROKERS: '127.0.0.1:1',
      AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
      AUTH_ISSUER: 'http://127.0.0.1:1',
    });
    const document = await createModuleOpenApiDocument(ScoringModule.register(config), openapi);
    expect(undescribedResponses(document)).toEqual([]);
  });
});
