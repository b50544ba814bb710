import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../../../docs/agreement/default.yaml'), 'utf8');
const asYaml = { 'content-type': 'application/yaml' };

describe('a draft that was made before a colleague published', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const call: HandoffFixture['call'] = (...request) => handoffs.call(...request);
  const quicker = (text: string): string => text.replace(/(first-contact:\s+within: )PT15M/, '$1PT10M');
  const faster = (text: string): string => text.replace('within: PT5M', 'within: PT3M');
  const wordsOf = (changes: unknown): string[] =>
    (changes as { description: string }[]).map(({ description }) => description);

  /** Anna's draft makes transfer faster; meanwhile Boris's version makes first contact quicker. */
  const met = async (ofAnna: string, told: object = {}): Promise<{ url: string; base: number; current: number }> => {
    const text = shipped;
    const base = (await call('adam', 'POST', '/agreements', text, asYaml)).body['version'] as number;
    const { body } = await call('marina', 'POST', '/agreements/drafts', {
      text: ofAnna,
      basedOnVersion: base,
      ...told,
    });
    const { body: published } = await call('arkady', 'POST', '/agreements', quicker(text), asYaml);
    return {
      base,
      current: published['version'] as number,
      url: `/agreements/drafts/${String(body['draftId'])}`,
    };
  };
  const publish = (url: string, body: object = {}, query = ''): Promise<ApiResponse> =>
    call('arkady', 'POST', `${url}/publish${query}`, { comment: 'faster', revision: 1, ...body });

  it('shows all that it would change now, also what it would undo', async () => {
    const { url, current } = await met(faster(shipped));
    const { body } = await call('marina', 'GET', `${url}/diff`);
    expect([body['from'], wordsOf(body['changes'])]).toEqual([
      current,
      expect.arrayContaining([
        'Promise "transfer to sales": within 5 min → 3 min',
        'Promise "first contact": within 10 min → 15 min',
      ]),
    ]);
  });

  it('undoes it only for who has seen what is undone', async () => {
    const { url, current } = await met(faster(shipped));
    const refused = await publish(url, {}, '?language=ru');
    expect(refused).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:undoes-changes', supersedes: current },
    });
    expect(wordsOf(refused.body['undone'])).toEqual(['Обязательство «первый контакт»: срок 10 мин → 15 мин']);
    expect((await call('anna', 'GET', '/agreements?limit=1')).body['total']).toBe(current);
    expect((await publish(url, { supersedes: current - 1 })).status).toBe(409);
    const published = await publish(url, { supersedes: current });
    expect(published).toMatchObject({ status: 201, body: { version: current + 1, basedOnVersion: current } });
  });

  it('is published where it undoes nothing', async () => {
    const { url, current } = await met(quicker(faster(shipped)));
    expect(await publish(url)).toMatchObject({ status: 201, body: { basedOnVersion: current } });
  });

  it('need not say what it was made from: what held then is known', async () => {
    const { url } = await met(faster(shipped), { basedOnVersion: undefined });
    expect((await publish(url)).status).toBe(409);
  });

  it('need not say so either where it could be read only later', async () => {
    const { body } = await call('marina', 'POST', '/agreements/drafts', 'title: x', asYaml);
    const url = `/agreements/drafts/${String(body['draftId'])}`;
    await call('marina', 'PUT', url, { text: faster(shipped), revision: 1 });
    await call('arkady', 'POST', '/agreements', shipped.replace('within: PT48H', 'within: PT72H'), asYaml);
    expect((await publish(url, { revision: 2 })).status).toBe(409);
  });

  it('is held back without a draft too, where it says what it was made from', async () => {
    const { base, current } = await met('title: x');
    const at = (text: string, told: object): Promise<ApiResponse> =>
      call('arkady', 'POST', '/agreements', { text, comment: 'faster', ...told });
    const text = faster(shipped);
    expect((await at(text, { basedOnVersion: base })).status).toBe(409);
    expect((await at(text, { basedOnVersion: base, supersedes: current })).body).toMatchObject({
      basedOnVersion: current,
      comment: 'faster',
    });
    expect((await at(text, { basedOnVersion: 9999 })).status).toBe(422);
    expect((await at(text, { title: 'Ours' })).status).toBe(400);
  });
});
