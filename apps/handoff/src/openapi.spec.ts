import { createModuleOpenApiDocument, loadConfig, misdescribedFields, undescribedResponses } from '@baton/service';
import { openApiProblems } from '@baton/testing';
import { HandoffConfig } from './handoff.config.ts';
import { HandoffModule } from './handoff.module.ts';
import { openapi } from './openapi.ts';

const config = loadConfig(HandoffConfig, {
  HTTP_PORT: '0',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  KAFKA_BROKERS: '127.0.0.1:1',
  AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks',
  AUTH_ISSUER: 'http://127.0.0.1:1',
  INTAKE_URL: 'http://127.0.0.1:1',
  SERVICE_API_KEY: 'baton_a-key-for-this-test-only',
  TEAM_FILE: 'team.yaml',
});

describe('the OpenAPI document of the handoff service', () => {
  it('every route describes its responses', async () => {
    const document = await createModuleOpenApiDocument(HandoffModule.register(config), openapi);
    expect(undescribedResponses(document)).toEqual([]);
  });

  it('a linter finds nothing wrong with the document of the handoff service', async () => {
    expect(await openApiProblems(await createModuleOpenApiDocument(HandoffModule.register(config), openapi))).toEqual(
      [],
    );
  });

  it('null counts as missing in every body of handoff: what is required is refused, the rest is described as nullable', async () => {
    expect(
      await misdescribedFields(await createModuleOpenApiDocument(HandoffModule.register(config), openapi)),
    ).toEqual([]);
  });

  it('every command describes its steps and its refusals', async () => {
    const { paths } = await createModuleOpenApiDocument(HandoffModule.register(config), openapi);
    const commands = Object.values(paths).flatMap(({ post }) =>
      post?.tags?.some((tag) => tag === 'commands' || tag === 'returns') ? [post] : [],
    );
    expect(commands.length).toBeGreaterThan(15);
    for (const { responses } of commands) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '401', '403', '404', '409', '422', '503']));
      expect(responses['409']).toMatchObject({ content: { 'application/problem+json': expect.anything() as unknown } });
    }
  });
});
