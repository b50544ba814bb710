import { agreementPublished, topics } from '@baton/contracts';
import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import { agreementYaml } from './agreement-yaml.ts';
import { parseAgreement } from './parse-agreement.ts';

const shipped = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../docs/agreement', file), 'utf8');
const asYaml = { 'content-type': 'application/yaml' };
const asJson = { 'content-type': 'application/json' };

describe('Agreements API', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start({}, 1);
    await handoffs.kafka.consume(topics.agreements.name);
  });

  afterAll(() => handoffs?.stop());

  const call: HandoffFixture['call'] = (...request) => handoffs.call(...request);

  const createDraft = async (text: string, query = ''): Promise<ApiResponse> =>
    call('marina', 'POST', `/agreements/drafts${query}`, text, asYaml);

  const changedDefault = (from: string, to: string): string => shipped('default.yaml').replace(from, to);

  /** The newest version of all, and of those for all sources: other specs publish some for single sources. */
  const publishedVersions = async (): Promise<{ newest: number; newestForAllSources: number }> => {
    const { agreements } = (await call('adam', 'GET', '/agreements')).body as unknown as {
      agreements: { version: number; sources?: string[] }[];
    };
    return {
      newest: agreements[0]!.version,
      newestForAllSources: agreements.find(({ sources }) => !sources)!.version,
    };
  };

  describe('Publication', () => {
    it('a YAML agreement is published with its comments, compared and rolled back', async () => {
      const { newest, newestForAllSources } = await publishedVersions();
      // A source that no other version is for, so that the new version replaces the one for all sources.
      const text = shipped('examples/us-saas.yaml').replace(/^sources: .*$/m, `sources: [pilot-${randomUUID()}]`);
      const published = await call('arkady', 'POST', '/agreements?comment=US%20pilot', text, asYaml);
      expect(published.status).toBe(201);
      const version = published.body['version'] as number;
      expect(published.body).toMatchObject({
        publishedBy: 'arkady',
        comment: 'US pilot',
        basedOnVersion: newestForAllSources,
      });
      // None of its teams exists: that causes warnings but does not prevent publication.
      const warnings = published.body['warnings'] as { path: string; line: number; column: number; message: string }[];
      const lines = text.split('\n');
      expect(warnings.map(({ line, column }) => lines[line - 1]?.slice(column - 1).match(/^\w+/)?.[0])).toEqual([
        'enterprise',
        'enterprise',
        'partners',
        'inbound',
        'west',
        'inbound',
        'inbound',
      ]);
      expect(warnings[2]).toMatchObject({
        path: 'routing.rules.2.pool.team',
        code: 'no-such-team',
        message: 'there is no team "partners": until it is created, the rule "partners" is skipped',
      });

      const read = await call('anna', 'GET', `/agreements/${version}`);
      expect(read.body['agreement']).toEqual(parseAgreement(text).agreement);
      const yaml = await call('anna', 'GET', `/agreements/${version}?format=yaml`);
      expect([yaml.headers['content-type'], yaml.text]).toEqual(['application/yaml; charset=utf-8', text]);
      const accepted = await call('anna', 'GET', '/agreements/1', undefined, { accept: 'application/yaml' });
      expect(parseAgreement(accepted.text).agreement).toEqual(defaultAgreement);

      const diff = await call('anna', 'GET', `/agreements/1/diff/${version}?language=ru`);
      const descriptions = (diff.body['changes'] as { description: string }[]).map((change) => change.description);
      expect(descriptions).toEqual(
        expect.arrayContaining([
          'Обязательство «первый контакт», срок: 15 мин → 1 ч',
          'Убрано: причина возврата «Нет бюджета»',
          'Критерии, методика: простая → MEDDPICC',
        ]),
      );

      const rolledBack = await call('arkady', 'POST', `/agreements/${version}/rollback`, {
        comment: 'the pilot continues',
      });
      expect(rolledBack.status).toBe(201);
      expect(rolledBack.body).toMatchObject({
        version: version + 1,
        rolledBackToVersion: version,
        basedOnVersion: version,
        warnings,
      });
      expect((await call('anna', 'GET', `/agreements/${version}/diff/${version + 1}`)).body['changes']).toEqual([]);
      expect(version).toBe(newest + 1);

      // The topic also contains versions of other specs with the same numbers.
      const event = await waitUntil(
        () =>
          handoffs.kafka
            .seen(topics.agreements.name, String(version + 1))
            .map(({ data }) => agreementPublished.data.parse(data))
            .find(({ comment }) => comment === 'the pilot continues'),
        { what: 'the rollback is published' },
      );
      expect(event).toMatchObject({
        rolledBackToVersion: version,
        agreement: { title: 'US software, inbound and partners' },
      });
    });

    it('errors in a JSON agreement are reported by line and column', async () => {
      const json = JSON.stringify({ ...defaultAgreement, nuture: 1 }, undefined, 2);
      const refused = await call('adam', 'POST', '/agreements', json, asJson);
      expect(refused.status).toBe(422);
      const line = json.split('\n').findIndex((each) => each.includes('nuture')) + 1;
      expect(refused.body).toMatchObject({
        type: 'urn:baton:problem:invalid-agreement',
        errors: [
          {
            field: 'nuture',
            line,
            column: 3,
            code: 'unrecognized_keys',
            message: expect.stringContaining('did you mean "nurture"'),
          },
        ],
      });
      expect((await call('adam', 'POST', '/agreements', { ...defaultAgreement, title: 'Again' })).status).toBe(201);
    });

    it.each([
      ['an empty text', '', asYaml, 422],
      ['invalid YAML', 'a: [', asYaml, 422],
      ['an unknown base', shipped('default.yaml'), asYaml, 422, '?basedOnVersion=9999'],
      ['a blank comment', shipped('default.yaml'), asYaml, 400, '?comment=%20'],
      ['an unsupported media type', '<agreement/>', { 'content-type': 'application/xml' }, 415],
      ['a text of more than 1 MB', 'x'.repeat(1_100_000), asYaml, 413],
    ])('%s is rejected', async (_, text, headers, status, query = '') => {
      expect((await call('adam', 'POST', `/agreements${query}`, text, headers)).status).toBe(status);
    });

    it('other routes reject YAML', async () => {
      const response = await call('adam', 'POST', '/agreements/1/rollback', 'comment: x', asYaml);
      expect(response.status).toBe(415);
    });

    it.each(['anna', 'marina', 'tatiana', 'olga', 'kirill'])('%s cannot publish or roll back', async (person) => {
      expect((await call(person, 'POST', '/agreements', shipped('default.yaml'), asYaml)).status).toBe(403);
      expect((await call(person, 'POST', '/agreements/1/rollback', { comment: 'x' })).status).toBe(403);
    });

    it('ten concurrent publications get ten different versions', async () => {
      const responses = await Promise.all(
        Array.from({ length: 10 }, () => call('adam', 'POST', '/agreements', shipped('default.yaml'), asYaml)),
      );
      expect(new Set(responses.map(({ body }) => body['version'])).size).toBe(10);
    });
  });

  describe('History', () => {
    it('the history lists versions with their author and title, without the documents', async () => {
      const { body } = await call('anna', 'GET', '/agreements?limit=2');
      expect(body['agreements']).toHaveLength(2);
      expect((body['agreements'] as object[])[0]).toEqual(
        expect.objectContaining({ version: body['total'], publishedBy: expect.any(String), title: expect.any(String) }),
      );
      expect((body['agreements'] as object[])[0]).not.toHaveProperty('agreement');
    });

    it('the schema is available, and requests for an unknown or invalid version are refused', async () => {
      expect((await call('anna', 'GET', '/agreements/schema')).body).toMatchObject({ title: 'Baton agreement' });
      expect((await call('anna', 'GET', '/agreements/9999')).status).toBe(404);
      expect((await call('anna', 'GET', '/agreements/99999999999999')).status).toBe(400);
      expect((await call('anna', 'GET', '/agreements/first')).status).toBe(400);
      expect((await call('anna', 'GET', '/agreements/1/diff/9999')).status).toBe(404);
    });
  });

  describe('Drafts', () => {
    it('a draft keeps its text and problems, and can be published once it has none', async () => {
      const { newest } = await publishedVersions();
      await call('adam', 'POST', '/agreements', shipped('default.yaml'), asYaml);
      const broken = changedDefault('within: PT5M', 'within: soon');
      const created = await createDraft(broken, `?basedOnVersion=${newest + 1}`);
      expect(created.status).toBe(201);
      expect(created.headers).toMatchObject({
        etag: '"1"',
        location: `/agreements/drafts/${String(created.body['draftId'])}`,
      });
      const line = broken.split('\n').findIndex((each) => each.includes('within: soon')) + 1;
      expect(created.body).toMatchObject({
        title: 'Default agreement',
        text: broken,
        document: null,
        revision: 1,
        createdBy: 'marina',
        problems: [{ path: 'promises.transfer.within', line, column: 13 }],
      });
      const url = `/agreements/drafts/${String(created.body['draftId'])}`;
      const tooEarly = await call('arkady', 'POST', `${url}/publish`, { comment: 'faster', revision: 1 });
      expect([tooEarly.status, tooEarly.body['errors']]).toEqual([
        422,
        [expect.objectContaining({ line, column: 13 })],
      ]);

      const corrected = changedDefault('within: PT5M', 'within: PT3M');
      const replaced = await call('marina', 'PUT', url, corrected, { ...asYaml, 'if-match': '"1"' });
      expect(replaced.body).toMatchObject({ revision: 2, problems: [], text: corrected });
      expect((await call('marina', 'GET', `${url}/diff`)).body).toEqual({
        from: newest + 1,
        changes: [expect.objectContaining({ description: 'Promise "transfer to sales": within 5 min → 3 min' })],
      });

      const published = await call('arkady', 'POST', `${url}/publish`, { comment: 'faster' }, { 'if-match': '"2"' });
      expect(published.status).toBe(201);
      expect(published.body).toMatchObject({
        basedOnVersion: newest + 1,
        comment: 'faster',
        draftId: created.body['draftId'],
      });
      const version = published.body['version'] as number;
      expect((await call('anna', 'GET', `/agreements/${version}?format=yaml`)).text).toBe(corrected);

      const again = await call('arkady', 'POST', `${url}/publish`, { comment: 'faster', revision: 2 });
      expect([again.status, again.body['version']]).toEqual([409, version]);
      expect((await call('marina', 'DELETE', url, undefined, { 'if-match': '2' })).status).toBe(409);
      const lists = await Promise.all(
        ['open', 'published'].map((state) => call('marina', 'GET', `/agreements/drafts?state=${state}`)),
      );
      const ids = lists.map(({ body }) => (body['drafts'] as { draftId: string }[]).map(({ draftId }) => draftId));
      expect(ids.map((list) => list.includes(created.body['draftId'] as string))).toEqual([false, true]);
    });

    it('a draft can be sent as JSON: as the document, or as its text with options', async () => {
      const document: Agreement = { ...defaultAgreement, title: 'In JSON' };
      const plain = await call('tatiana', 'POST', '/agreements/drafts', document);
      expect(plain.body).toMatchObject({ title: 'In JSON', document });
      const wrapper = { text: agreementYaml(document), title: 'Second quarter', basedOnVersion: 1 };
      const wrapped = await call('tatiana', 'POST', '/agreements/drafts', wrapper);
      expect(wrapped.body).toMatchObject({ title: 'Second quarter', basedOnVersion: 1, document, problems: [] });
      expect((await call('tatiana', 'POST', '/agreements/drafts', { ...wrapper, colour: 1 })).status).toBe(400);
      expect((await call('tatiana', 'POST', '/agreements/drafts', { ...wrapper, basedOnVersion: 9999 })).status).toBe(
        422,
      );
    });

    it('a draft can be changed only with its latest revision', async () => {
      const { body } = await createDraft('title: Ours');
      const url = `/agreements/drafts/${String(body['draftId'])}`;
      expect((await call('marina', 'PUT', url, 'title: Mine', asYaml)).status).toBe(428);
      const responses = await Promise.all(
        ['One', 'Two', 'Three'].map((title) => call('adam', 'PUT', url, { text: `title: ${title}`, revision: 1 })),
      );
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      expect((await call('marina', 'DELETE', url, undefined, { 'if-match': '"1"' })).status).toBe(412);
      expect((await call('marina', 'DELETE', url, undefined, { 'if-match': '"2"' })).status).toBe(204);
      expect((await call('marina', 'GET', url)).status).toBe(404);
      expect((await call('marina', 'GET', '/agreements/drafts/mine')).status).toBe(400);
    });

    it.each(['anna', 'kirill', 'olga'])('%s cannot create or list drafts', async (person) => {
      expect((await call(person, 'POST', '/agreements/drafts', 'title: x', asYaml)).status).toBe(403);
      expect((await call(person, 'GET', '/agreements/drafts')).status).toBe(403);
    });

    it.each(['marina', 'tatiana'])('%s cannot publish a draft', async (person) => {
      const { body } = await createDraft(shipped('default.yaml'));
      const url = `/agreements/drafts/${String(body['draftId'])}/publish`;
      expect((await call(person, 'POST', url, { comment: 'x', revision: 1 })).status).toBe(403);
    });
  });
});
