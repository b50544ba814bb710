import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../../../docs/agreement/default.yaml'), 'utf8');
const asYaml = { 'content-type': 'application/yaml' };

describe('Outdated agreement drafts', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const call: HandoffFixture['call'] = (...request) => handoffs.call(...request);
  const withFasterContact = (text: string): string => text.replace(/(first-contact:\s+within: )PT15M/, '$1PT10M');
  const withFasterTransfer = (text: string): string => text.replace('within: PT5M', 'within: PT3M');
  const descriptionsOf = (changes: unknown): string[] =>
    (changes as { description: string }[]).map(({ description }) => description);

  /** A marketer creates a draft; meanwhile the arbiter publishes a version with a faster first contact. */
  const outdatedDraft = async (
    draftText: string,
    options: object = {},
  ): Promise<{ url: string; base: number; current: number }> => {
    const base = (await call('adam', 'POST', '/agreements', shipped, asYaml)).body['version'] as number;
    const { body } = await call('marina', 'POST', '/agreements/drafts', {
      text: draftText,
      basedOnVersion: base,
      ...options,
    });
    const { body: published } = await call('arkady', 'POST', '/agreements', withFasterContact(shipped), asYaml);
    return {
      base,
      current: published['version'] as number,
      url: `/agreements/drafts/${String(body['draftId'])}`,
    };
  };
  const publish = (url: string, body: object = {}, query = ''): Promise<ApiResponse> =>
    call('arkady', 'POST', `${url}/publish${query}`, { comment: 'faster', revision: 1, ...body });

  it('the diff of an outdated draft includes what publishing it would undo', async () => {
    const { url, current } = await outdatedDraft(withFasterTransfer(shipped));
    const { body } = await call('marina', 'GET', `${url}/diff`);
    expect([body['from'], descriptionsOf(body['changes'])]).toEqual([
      current,
      expect.arrayContaining([
        'Promise "transfer to sales": within 5 min → 3 min',
        'Promise "first contact": within 10 min → 15 min',
      ]),
    ]);
  });

  it('an outdated draft is published only if supersedes names the version that it undoes', async () => {
    const { url, current } = await outdatedDraft(withFasterTransfer(shipped));
    const refused = await publish(url, {}, '?language=ru');
    expect(refused).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:undoes-changes', supersedes: current },
    });
    expect(descriptionsOf(refused.body['undone'])).toEqual(['Обязательство «первый контакт», срок: 10 мин → 15 мин']);
    expect((await call('anna', 'GET', '/agreements?limit=1')).body['total']).toBe(current);
    expect((await publish(url, { supersedes: current - 1 })).status).toBe(409);
    const published = await publish(url, { supersedes: current });
    expect(published).toMatchObject({ status: 201, body: { version: current + 1, basedOnVersion: current } });
  });

  it('an outdated draft that undoes nothing is published', async () => {
    const { url, current } = await outdatedDraft(withFasterContact(withFasterTransfer(shipped)));
    expect(await publish(url)).toMatchObject({ status: 201, body: { basedOnVersion: current } });
  });

  it('a draft that names no base is based on the version in force when it was created', async () => {
    const { url } = await outdatedDraft(withFasterTransfer(shipped), { basedOnVersion: undefined });
    expect((await publish(url)).status).toBe(409);
  });

  it('a draft that is invalid at first is based on the version in force when it became valid', async () => {
    const { body } = await call('marina', 'POST', '/agreements/drafts', 'title: x', asYaml);
    const url = `/agreements/drafts/${String(body['draftId'])}`;
    await call('marina', 'PUT', url, { text: withFasterTransfer(shipped), revision: 1 });
    await call('arkady', 'POST', '/agreements', shipped.replace('within: PT48H', 'within: PT72H'), asYaml);
    expect((await publish(url, { revision: 2 })).status).toBe(409);
  });

  it('publishing without a draft is refused too if it would undo changes since basedOnVersion', async () => {
    const { base, current } = await outdatedDraft('title: x');
    const publishText = (text: string, options: object): Promise<ApiResponse> =>
      call('arkady', 'POST', '/agreements', { text, comment: 'faster', ...options });
    const text = withFasterTransfer(shipped);
    expect((await publishText(text, { basedOnVersion: base })).status).toBe(409);
    expect((await publishText(text, { basedOnVersion: base, supersedes: current })).body).toMatchObject({
      basedOnVersion: current,
      comment: 'faster',
    });
    expect((await publishText(text, { basedOnVersion: 9999 })).status).toBe(422);
    expect((await publishText(text, { title: 'Ours' })).status).toBe(400);
  });
});
