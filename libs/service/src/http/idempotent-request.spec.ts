import { startTestIssuer } from '@baton/testing';
import type { TestIssuer } from '@baton/testing';
import { Controller, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Roles } from '../access/roles.ts';
import { createOpenApiDocument } from '../openapi/openapi.ts';
import { createTestService, testConfig } from '../spec/test-service.ts';
import { IdempotentRequest } from './idempotent-request.ts';

@Roles('rep')
@Controller('leads')
class LeadsController {
  @Post(':leadId/calls')
  call(@IdempotentRequest('leadId') request: IdempotentRequest<'leadId'>): object {
    return request;
  }

  @Post()
  create(@IdempotentRequest() request: IdempotentRequest): object {
    return request;
  }
}

describe('IdempotentRequest', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    issuer = await startTestIssuer();
    const config = testConfig(issuer.jwksUrl, { AUTH_ISSUER: issuer.issuer });
    ({ app } = await createTestService(config, [LeadsController], { access: issuer.access }));
  });
  afterAll(() => Promise.all([app?.close(), issuer?.stop()]));

  const post = async (url: string, headers: Record<string, string> = {}) => {
    const token = await issuer.token({ id: 'anna', roles: ['rep'] });
    return app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${token}`, ...headers } });
  };

  it('the parameter holds the caller, the key and the path parameter by its name', async () => {
    const response = await post('/leads/lead-1/calls', { 'idempotency-key': 'monday' });
    expect(response.json()).toEqual({
      caller: { id: 'anna', kind: 'person', roles: ['rep'] },
      idempotencyKey: 'monday',
      leadId: 'lead-1',
    });
  });

  it('requests without a key get different keys', async () => {
    const [first, second] = [(await post('/leads')).json(), (await post('/leads')).json()];
    expect(first.idempotencyKey).not.toBe(second.idempotencyKey);
  });

  it('a path parameter that cannot be stored is refused by name', async () => {
    const response = await post('/leads/%00/calls');
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toMatchObject([{ field: 'leadId' }]);
  });

  it('the OpenAPI document describes the header and the path parameter', () => {
    const { paths, components } = createOpenApiDocument(app, { title: 'Test', description: '' });
    const parametersOf = (path: string) =>
      paths[path]?.post?.parameters
        ?.map((each) => ('$ref' in each ? components?.parameters?.[each.$ref.split('/').at(-1)!] : each))
        .map((each) => each && 'in' in each && `${each.in} ${each.name}`);
    expect(parametersOf('/leads/{leadId}/calls')?.sort()).toEqual(['header Idempotency-Key', 'path leadId']);
    expect(parametersOf('/leads')).toEqual(['header Idempotency-Key']);
  });
});
