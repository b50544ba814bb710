import { createModuleOpenApiDocument, loadConfig, ServiceConfig, undescribedResponses } from '@baton/service';
import { ReportingModule } from './reporting.module.ts';

describe('the OpenAPI document of reporting', () => {
  it('every route describes its response', async () => {
    const config = loadConfig(ServiceConfig, {
      HTTP_PORT: '0',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      KAFKA_BROKERS: '127.0.0.1:1',
      AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
      AUTH_ISSUER: 'http://127.0.0.1:1',
    });
    const document = await createModuleOpenApiDocument(ReportingModule.register(config), {
      title: 'reporting',
      description: '',
    });
    expect(undescribedResponses(document)).toEqual([]);
  });
});
