import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Roles, Scope } from '../access/roles.ts';
import { IsMoment, IsNested, IsNestedList } from '../errors/validation.ts';
import { ApiIdempotencyKey } from '../http/idempotent-request.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { misdescribedFields } from './misdescribed-fields.ts';
import { createOpenApiDocument } from './openapi.ts';
import { undescribedResponses } from './problem-responses.ts';

class Lead {
  @ApiProperty({ nullable: true, type: String, example: 'form' })
  @IsString()
  source!: string | null;
}

@Roles('integration')
@Scope('write-leads')
@Controller('leads')
class LeadsController {
  @Post()
  create(@Body() _lead: Lead): void {
    // Only the OpenAPI description matters here.
  }
}

class Note {
  @ApiProperty()
  @IsString()
  @Length(1, 100)
  text!: string;
}

class Attachment {
  @ApiProperty()
  @IsString()
  name!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsInt()
  size?: number;
}

class NoteFilter {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  colour?: string;
}

class DatedNote extends Note {
  @ApiPropertyOptional({ enum: ['red', 'blue'] })
  @IsOptional()
  @IsIn(['red', 'blue'])
  colour?: string;

  @ApiPropertyOptional({ type: Attachment })
  @IsOptional()
  @IsNested(() => Attachment)
  main?: Attachment;

  @ApiPropertyOptional({ type: [Attachment] })
  @IsOptional()
  @IsNestedList(() => Attachment)
  attachments?: Attachment[];

  @ApiProperty()
  @IsMoment()
  at!: string;

  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(5)
  priority!: number;

  @ApiProperty({ type: [String] })
  @ArrayNotEmpty()
  @ArrayMaxSize(3)
  tags!: string[];
}

@Roles('rep')
@Controller('notes')
class NotesController {
  @Post()
  @ApiIdempotencyKey()
  create(@Body() _note: DatedNote): void {
    // As above.
  }

  @Put(':noteId')
  change(@Param('noteId') _noteId: string, @Body() _changes: NoteFilter): void {
    // As above.
  }

  @Get(':noteId')
  read(@Param('noteId') _noteId: string, @Query() _query: NoteFilter): void {
    // As above.
  }
}

@Roles('rep')
@Controller('tasks')
class TasksController {
  @Post()
  @ApiIdempotencyKey()
  create(): void {
    // As above.
  }
}

@Roles('rep')
@Controller('other')
class OtherHeaderController {
  @Post()
  @ApiHeader({ name: 'Idempotency-Key', description: 'Something else' })
  create(): void {
    // As above.
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
    const statuses = ['400', '401', '403', '408', '413', '415', '422', '429', '431', '503'];
    expect(Object.keys(refusals)).toEqual(expect.arrayContaining(statuses));
    expect(refusals['429']).toEqual({ $ref: '#/components/responses/TooManyRequests' });
    expect(document.components?.responses?.['TooManyRequests']).toMatchObject({
      headers: { 'Retry-After': { schema: { type: 'integer' } } },
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
    expect(document.components?.schemas?.['Problem']).toMatchObject({
      required: ['type', 'title', 'status', 'detail'],
    });
    expect(undescribedResponses(document)).toEqual(['POST /leads']);
    await app.close();
  });

  const documentOf = async (...controllers: Type[]) => {
    const { app } = await createTestService(testConfig('http://127.0.0.1:1'), controllers);
    try {
      return createOpenApiDocument(app, { title: 'Small', description: '' });
    } finally {
      await app.close();
    }
  };

  it('a route names the roles that may call it, and takes a key only if it names a scope', async () => {
    const { paths } = await documentOf(LeadsController, NotesController);
    expect(paths['/leads']?.post).toMatchObject({
      'x-roles': ['integration'],
      'x-scope': 'write-leads',
      security: [{ apiKey: [] }],
    });
    expect(paths['/notes']?.post).toMatchObject({ 'x-roles': ['rep'], security: [{ bearer: [] }] });
    expect(paths['/notes']?.post?.operationId).toBe('notes.create');
  });

  it('a header that several routes read is described once', async () => {
    const { paths, components } = await documentOf(NotesController, TasksController);
    const reference = { $ref: '#/components/parameters/IdempotencyKey' };
    expect(paths['/notes']?.post?.parameters).toEqual([reference]);
    expect(paths['/tasks']?.post?.parameters).toEqual([reference]);
    expect(components?.parameters?.['IdempotencyKey']).toMatchObject({ in: 'header', name: 'Idempotency-Key' });
  });

  it('two descriptions of one header are refused', async () => {
    await expect(documentOf(NotesController, OtherHeaderController)).rejects.toThrow(
      'The header Idempotency-Key is described twice.',
    );
  });

  it('a property has the limits that its validation checks, also in a class that extends another', async () => {
    const { components } = await documentOf(NotesController);
    expect(components?.schemas?.['DatedNote']).toMatchObject({
      properties: {
        text: { type: 'string', minLength: 1, maxLength: 100 },
        at: { type: 'string', format: 'date-time' },
        priority: { type: 'integer', minimum: 1, maximum: 5 },
        tags: { type: 'array', minItems: 1, maxItems: 3 },
      },
    });
  });

  it('an optional field of a body may be null, also in an object in a list, and a required field may not', async () => {
    const { components } = await documentOf(NotesController);
    const { DatedNote, Attachment } = components?.schemas ?? {};
    expect(DatedNote).toMatchObject({
      properties: {
        text: { type: 'string' },
        colour: { type: ['string', 'null'], enum: ['red', 'blue', null] },
        main: { anyOf: [{ $ref: '#/components/schemas/Attachment' }, { type: 'null' }] },
        attachments: { type: ['array', 'null'], items: { $ref: '#/components/schemas/Attachment' } },
      },
    });
    expect(Attachment).toMatchObject({ properties: { name: { type: 'string' }, size: { type: ['integer', 'null'] } } });
  });

  it('a body without required fields may be absent, and another may not', async () => {
    const { paths } = await documentOf(NotesController);
    expect(paths['/notes']?.post?.requestBody).toMatchObject({ required: true });
    expect(paths['/notes/{noteId}']?.put?.requestBody).toMatchObject({ required: false });
  });

  it('a parameter of the URL is not described as nullable', async () => {
    const { paths } = await documentOf(NotesController);
    expect(paths['/notes/{noteId}']?.get?.parameters).toContainEqual(
      expect.objectContaining({ name: 'colour', in: 'query', schema: { type: 'string' } }),
    );
  });

  it('a route with a parameter in its path describes that the parameter is too long, and other routes do not', async () => {
    const { paths } = await documentOf(NotesController);
    expect(paths['/notes/{noteId}']?.get?.responses['414']).toEqual({ $ref: '#/components/responses/PathTooLong' });
    expect(paths['/notes']?.post?.responses).not.toHaveProperty('414');
  });

  it('a class that requires other fields than it describes is reported', async () => {
    class Undescribed {
      @ApiProperty({ required: false })
      @IsString()
      text?: string;
    }
    @Roles('rep')
    @Controller('undescribed')
    class UndescribedController {
      @Post()
      create(@Body() _body: Undescribed): void {
        // As above.
      }
    }
    expect(await misdescribedFields(await documentOf(UndescribedController))).toEqual(
      Array(2).fill('Undescribed: required are "", but refused are "text"'),
    );
    expect(await misdescribedFields(await documentOf(NotesController))).toEqual([]);
  });

  it('two classes of one name with different properties are refused by name', async () => {
    class Comment {
      @ApiProperty()
      text!: string;
    }
    const First = Comment;
    const Second = (() => {
      class Comment {
        @ApiProperty()
        body!: string;
      }
      return Comment;
    })();
    @Roles('rep')
    @Controller('first')
    class FirstController {
      @Post()
      @ApiBody({ type: First })
      create(): void {
        // As above.
      }
    }
    @Roles('rep')
    @Controller('second')
    class SecondController {
      @Post()
      @ApiBody({ type: Second })
      create(): void {
        // As above.
      }
    }
    await expect(documentOf(FirstController, SecondController)).rejects.toThrow('"Comment" is defined multiple times');
  });
});
