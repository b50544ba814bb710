import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKey } from './signing-key.ts';

describe('the signing key', () => {
  let directory: string;
  const file = (): string => join(directory, 'key.json');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baton-issuer-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('the key is created once, and is readable by its owner only', async () => {
    const { id } = await signingKey(directory);
    expect((await signingKey(directory)).id).toBe(id);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['key.json']);
  });

  it('the key is the same for two processes that create it at the same time', async () => {
    const keys = await Promise.all([signingKey(directory), signingKey(directory)]);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['an empty file', ''],
    ['truncated JSON', '{"kty":"EC","x":"abc'],
    ['no key', '{}'],
  ])('the key names its file when the file contains %s', async (_what, content) => {
    writeFileSync(file(), content);
    await expect(signingKey(directory)).rejects.toMatchObject({
      message: expect.stringContaining(file()) as string,
      remedy: expect.stringMatching(/^Delete it/) as string,
    });
  });
});
