import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKey } from './signing-key.ts';

describe('the key that tokens are signed with', () => {
  let directory: string;
  const file = (): string => join(directory, 'key.json');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baton-issuer-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is made once, for its owner only, and stays', async () => {
    const { id } = await signingKey(directory);
    expect((await signingKey(directory)).id).toBe(id);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['key.json']);
  });

  it('is one, whoever is first', async () => {
    const keys = await Promise.all([signingKey(directory), signingKey(directory)]);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['an empty file', ''],
    ['half a file', '{"kty":"EC","x":"abc'],
    ['no key', '{}'],
  ])('is told by its file when that holds %s', async (_what, content) => {
    writeFileSync(file(), content);
    await expect(signingKey(directory)).rejects.toMatchObject({
      message: expect.stringContaining(file()) as string,
      remedy: expect.stringMatching(/^Delete it/) as string,
    });
  });
});
