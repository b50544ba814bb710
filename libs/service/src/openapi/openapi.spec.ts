import { Body, Controller, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Roles } from '../access/roles.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { createOpenApiDocument } from './openapi.ts';
import { undescribedResponses } from './problem-responses.ts';

class Lead {
  @ApiProperty({ nullable: true, type: String, example: 'form' })
  @IsString()
  source!: string | null;
}

@Roles('integration')
@Controller('leads')
class LeadsController {
  @Post()
  create(@Body() _lead: Lead): void {
    // Only the OpenAPI description matters here.
  }
}

describe('the OpenAPI document', () => {
  it('the document is OpenAPI 3.1, and its page loads no assets from elsewhere', async () => {
    const { app } = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]);
    const document = (await app.inject({ url: '/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths as object)).toEqual(['/leads']);
    expect(document.components.schemas.Lead.properties.source).toEqual({
      type: ['string', 'null'],
      examples: ['form'],
    });

    const page = await app.inject({ url: '/docs' });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    const bundle = /src="(\.?\/?[^"]*swagger-ui-bundle\.js)"/.exec(page.body)?.[1] ?? '';
    const asset = await app.inject({ url: new URL(bundle, 'http://x/docs').pathname });
    expect(asset.statusCode).toBe(200);
    await app.close();
  });

  it('each route describes its problems, and a route without a described response is reported', async () => {
    const { app } = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]);
    const document = createOpenApiDocument(app, { title: 'Small', description: '' });
    const refusals = document.paths['/leads']?.post?.responses ?? {};
    expect(Object.keys(refusals)).toEqual(expect.arrayContaining(['400', '401', '403', '422', '503']));
    expect(refusals['422']).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
    expect(document.components?.schemas?.['Problem']).toMatchObject({
      required: ['type', 'title', 'status', 'detail'],
    });
    expect(undescribedResponses(document)).toEqual(['POST /leads']);
    await app.close();
  });
});
