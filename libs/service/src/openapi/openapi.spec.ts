import { Body, Controller, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Roles } from '../access/roles.ts';
import { configFor, smallService } from '../spec/small-service.ts';

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
    // Only its description matters here.
  }
}

describe('the description of the interface', () => {
  test('is OpenAPI 3.1 with JSON Schema’s words, and has a page that loads nothing from elsewhere', async () => {
    const { app } = await smallService(configFor('http://127.0.0.1:1'), [LeadsController]);
    const document = (await app.inject({ url: '/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths as object)).toEqual(
      expect.arrayContaining(['/leads', '/health/ready', '/metrics']),
    );
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
});
