import { Body, Controller, Get, Param, Post, ServiceUnavailableException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsEmail, IsInt, IsOptional, IsString } from 'class-validator';
import { connect } from 'node:net';
import { QueryFailedError } from 'typeorm';
import { Public } from '../access/roles.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { problems } from './problem.ts';
import { IsNested, IsNestedList } from './validation.ts';

class Contact {
  @IsEmail()
  email!: string;
}

class Lead {
  @IsString()
  source!: string;

  @IsInt()
  score!: number;

  @IsNestedList(() => Contact)
  contacts!: Contact[];

  @IsOptional()
  @IsNested(() => Contact)
  recommendedBy?: Contact;
}

const postgresError = (code: string, message: string): Error =>
  new QueryFailedError('INSERT …', ['anna@example.com'], Object.assign(new Error(message), { code }));

@Public()
@Controller('leads')
class LeadsController {
  @Post()
  create(@Body() lead: Lead): Lead {
    return lead;
  }

  @Get('known')
  known(): void {
    throw problems.conflict('This lead is already in progress.', { type: 'in-progress', leadVersion: 7 });
  }

  @Get('nest')
  nest(): void {
    throw new ServiceUnavailableException('Come back');
  }

  @Get('by-id/:leadId')
  byId(@Param('leadId') _leadId: string): void {
    // The length of the id is limited before the route.
  }

  @Get('bug')
  bug(): void {
    throw new Error('column "secret_thing" of anna@example.com');
  }

  @Get('refused')
  refused(): void {
    throw Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  }

  @Get('stopped')
  stopped(): void {
    throw postgresError('57P01', 'terminating connection due to administrator command');
  }

  @Get('write-conflict')
  writeConflict(): void {
    throw postgresError('40P01', 'deadlock detected');
  }

  @Get('malformed')
  malformed(): void {
    throw postgresError('22P02', 'invalid input syntax for type uuid: "anna@example.com"');
  }
}

describe('ProblemFilter', () => {
  let app: NestFastifyApplication;
  let text: () => string;
  beforeAll(async () => {
    ({ app, text } = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]));
  });
  afterAll(() => app.close());

  const post = (payload: string, contentType = 'application/json') =>
    app.inject({ method: 'POST', url: '/leads', payload, headers: { 'content-type': contentType } });
  const withKey = (key: string) =>
    app.inject({ method: 'POST', url: '/leads', payload: { source: 'x' }, headers: { 'idempotency-key': key } });
  const get = (path: string) => app.inject({ method: 'GET', url: `/leads/${path}` });

  it('the response to invalid fields names each of them with path, code and message', async () => {
    const response = await post(JSON.stringify({ score: 'x', contacts: [{ email: 'no' }], extra: 1 }));
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    const body = response.json();
    expect(body).toMatchObject({ type: 'urn:baton:problem:invalid-fields', status: 400, traceId: expect.any(String) });
    const fields = body.errors.map((error: { field: string; code: string }) => `${error.field} ${error.code}`);
    expect(fields.sort()).toEqual([
      'contacts.0.email isEmail',
      'extra whitelistValidation',
      'score isInt',
      'source isString',
    ]);
  });

  const anna = { email: 'anna@example.com' };
  const lead = { source: 'form', score: 1, contacts: [anna] };

  it('a field that is null counts as missing', async () => {
    const response = await post(JSON.stringify({ ...lead, recommendedBy: null }));
    expect([response.statusCode, response.json()]).toEqual([201, lead]);
    expect((await post(JSON.stringify({ ...lead, source: null }))).json()).toMatchObject({
      status: 400,
      errors: [{ field: 'source' }],
    });
  });

  it.each([
    ['a missing list of objects', { contacts: undefined }, 'contacts'],
    ['an object for a list', { contacts: anna }, 'contacts'],
    ['null among objects', { contacts: [anna, null] }, 'contacts'],
    ['lists among objects', { contacts: [[anna]] }, 'contacts'],
    ['a list for an object', { recommendedBy: [anna] }, 'recommendedBy'],
    ['a text for an object', { recommendedBy: 'Anna' }, 'recommendedBy'],
    ['an empty object', { recommendedBy: {} }, 'recommendedBy.email'],
  ])('%s is refused', async (_, changes, field) => {
    const response = await post(JSON.stringify({ ...lead, ...changes }));
    expect(response.json()).toMatchObject({ status: 400, type: 'urn:baton:problem:invalid-fields' });
    expect(response.json().errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it.each([
    ['a list', '[{}]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['a number', '5', 'not-an-object'],
    ['a text', '"lead"', 'not-an-object'],
    ['a hundred thousand brackets', `{"source":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'body-too-deep'],
  ])('%s is refused as a body', async (_, body, type) => {
    expect((await post(body)).json()).toMatchObject({ status: 400, type: `urn:baton:problem:${type}` });
  });

  it.each([
    ['broken JSON', () => post('{"source": '), 400, 'invalid-json'],
    ['an empty body', () => post(''), 400, 'invalid-json'],
    [
      'a body of 200,000 levels',
      () => post(`{"source":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
      400,
      'body-too-deep',
    ],
    ['a body one level too deep', () => post(`{"source":${'['.repeat(100)}${']'.repeat(100)}}`), 400, 'body-too-deep'],
    ['an empty Idempotency-Key', () => withKey(''), 400, 'invalid-idempotency-key'],
    ['an Idempotency-Key of 201 characters', () => withKey('k'.repeat(201)), 400, 'invalid-idempotency-key'],
    ['another media type', () => post('<a/>', 'application/xml'), 415, 'unsupported-media-type'],
    ['more than 1 MB', () => post(JSON.stringify({ source: 'x'.repeat(1024 * 1024) })), 413, 'body-too-large'],
    ['a route that does not exist', () => get('nowhere?phone=%2B79991234567'), 404, 'not-found'],
    ['a malformed URL', () => app.inject({ method: 'GET', url: '/leads/%E0%A4%A' }), 400, 'bad-request'],
    ['a path with an id of 201 characters', () => get(`by-id/${'x'.repeat(201)}`), 414, 'path-too-long'],
    ['an exception of Nest', () => get('nest'), 503, 'unavailable'],
    ['a refused connection', () => get('refused'), 503, 'unavailable'],
    ['a shutdown of PostgreSQL', () => get('stopped'), 503, 'unavailable'],
    ['a deadlock', () => get('write-conflict'), 503, 'write-conflict'],
    ['a value that cannot be stored', () => get('malformed'), 400, 'unstorable-value'],
    ['a bug in a handler', () => get('bug'), 500, 'internal'],
  ])('%s gets problem details', async (_, send, status, type) => {
    const response = await send();
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ status, type: `urn:baton:problem:${type}`, title: expect.any(String) });
    expect(response.statusCode).toBe(status);
    expect(response.headers['retry-after'] !== undefined).toBe(status === 503);
  });

  it('an Idempotency-Key and a body at their limits are accepted', async () => {
    expect((await withKey('k'.repeat(200))).json()).toMatchObject({ type: 'urn:baton:problem:invalid-fields' });
    const deep = await post(`{"source":${'['.repeat(99)}${']'.repeat(99)}}`);
    expect(deep.json()).toMatchObject({ type: 'urn:baton:problem:invalid-fields' });
  });

  it('a problem keeps its extension members', async () => {
    const response = await get('known');
    expect(response.json()).toMatchObject({ status: 409, type: 'urn:baton:problem:in-progress', leadVersion: 7 });
  });

  it('internals and personal data reach neither the caller nor the log', async () => {
    const responses = await Promise.all([
      get('bug'),
      get('malformed'),
      get('stopped'),
      get('nowhere?phone=%2B79991234567'),
    ]);
    for (const each of [...responses.map(({ body }) => body), text()]) {
      expect(each).not.toMatch(/anna@example|79991234567/);
    }
    expect(responses[0]?.body).not.toMatch('secret_thing');
  });

  it('an id of 200 characters in the path is accepted', async () => {
    expect((await get(`by-id/${'%D0%B9'.repeat(200)}`)).statusCode).toBe(200);
  });

  it.each([
    ['a malformed header', 'Broken header', 400, 'malformed-http'],
    ['headers of more than 16 KB', `Cookie: ${'x'.repeat(17_000)}`, 431, 'headers-too-large'],
  ])('%s gets problem details too', async (_, header, status, type) => {
    if (!app.getHttpServer().listening) await app.listen(0, '127.0.0.1');
    const socket = connect(Number(new URL(await app.getUrl()).port), '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`);
    const response = (await socket.toArray()).join('');
    expect(response.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
    expect(response).toMatch('application/problem+json');
    expect(response).toMatch(`urn:baton:problem:${type}`);
  });

  it('the trace id of a response is in the log line of the failure', async () => {
    const { traceId } = (await get('bug')).json();
    const line = text()
      .split('\n')
      .find((each) => each.includes(String(traceId)) && each.includes('A request failed'));
    expect(line).toMatch('secret_thing');
  });
});
