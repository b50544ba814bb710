import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hook = fileURLToPath(new URL('../.githooks/commit-msg', import.meta.url));

const directory = mkdtempSync(join(tmpdir(), 'baton-commit-'));

function accepts(message: string): boolean {
  const file = join(directory, 'message');
  writeFileSync(file, message);
  return spawnSync('sh', [hook, file]).status === 0;
}

describe('the commit-msg hook', () => {
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    'feat(handoff): reroute a lead that nobody accepted',
    'docs: say how to start',
    'fix!: refuse unknown keys',
    'Merge branch main',
  ])('the hook accepts "%s"', (message) => expect(accepts(`${message}\n\nBecause.\n`)).toBe(true));

  it.each(['update', 'feat(handoff):reroute', 'feature: reroute', `fix: ${'x'.repeat(130)}`, ''])(
    'the hook refuses "%s"',
    (message) => expect(accepts(message)).toBe(false),
  );
});
