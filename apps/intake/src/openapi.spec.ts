import { createModuleOpenApiDocument, loadConfig, undescribedResponses } from '@baton/service';
import { IntakeConfig } from './intake.config.ts';
import { IntakeModule } from './intake.module.ts';

describe('the OpenAPI document of intake', () => {
  it('the description of intake says of every route what it answers', async () => {
    const config = loadConfig(IntakeConfig, {
      HTTP_PORT: '0',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      KAFKA_BROKERS: '127.0.0.1:1',
      AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
      AUTH_ISSUER: 'http://127.0.0.1:1',
    });
    const document = await createModuleOpenApiDocument(IntakeModule.register(config), {
      title: 'intake',
      description: '',
    });
    expect(undescribedResponses(document)).toEqual([]);
  });
});
