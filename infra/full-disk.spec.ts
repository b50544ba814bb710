import { jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import * as files from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const megabytes = 1_048_576;
let freeMegabytes = 0;
jest.unstable_mockModule('node:fs', () => ({
  ...files,
  statfsSync: () => ({ bavail: freeMegabytes, bsize: megabytes }),
}));
// Imported after the mock, so that they see the size of the mocked disk.
const { toFailure: asFailure, Failure } = await import('./failure.ts');
const { directoriesAt, createDirectories: prepare } = await import('./directories.ts');

describe('the failure for a full disk', () => {
  const remedy = /^Free some space, or move the data with BATON_DATA and the engines with BATON_CACHE/;
  let home: string;
  const cache = process.env['BATON_CACHE'];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'baton-disk-'));
    process.env['BATON_CACHE'] = join(home, 'cache');
  });
  afterEach(() => {
    if (cache === undefined) delete process.env['BATON_CACHE'];
    else process.env['BATON_CACHE'] = cache;
    rmSync(home, { recursive: true });
  });

  it.each([
    ['an error of Node.js', new Error('ENOSPC: no space left on device, write')],
    ['the output of a command', new Error('initdb failed\ncould not write: No space left on device')],
    ['the cause of another error', new Error('unpacking failed', { cause: new Error('ENOSPC: write') })],
    ['another failure', new Failure('npm failed: ENOSPC', 'Try again.')],
  ])('the failure is one sentence with a remedy when %s reports a full disk', (_, error) => {
    const { message, remedy: out } = asFailure(error);
    expect(message).toMatch(/^The disk is full \([^\n]+\)\.$/);
    expect(out).toMatch(remedy);
  });

  it('the failure is not shown for other errors', () => {
    expect(asFailure(new Error('port 8103 is taken')).message).not.toMatch(/^The disk is full/);
  });

  it('the failure comes before any engine starts, and says how much space is free, where, and how much is needed', () => {
    const directories = directoriesAt(join(home, 'data'));
    freeMegabytes = 499;
    let failure: unknown;
    try {
      prepare(directories);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      message: `The disk is full (499 MB left at ${directories.data}, 500 MB needed).`,
      remedy: expect.stringMatching(remedy) as string,
    });
    freeMegabytes = 500;
    expect(() => prepare(directories)).not.toThrow();
  });
});
