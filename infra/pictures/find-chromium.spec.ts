import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from './find-chromium.ts';

describe('findChromium', () => {
  let folder: string;
  let browser: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-chromium-'));
    browser = join(folder, 'google-chrome');
    writeFileSync(browser, '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('a browser on PATH is found under any of its usual names', () => {
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(browser);
  });

  it('CHROMIUM_PATH takes precedence over a browser on PATH', () => {
    expect(findChromium({ PATH: folder, CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  });

  it('a wrong CHROMIUM_PATH is an error, even with a browser on PATH', () => {
    const find = (): string => findChromium({ PATH: folder, CHROMIUM_PATH: '/nowhere/chromium' });
    expect(find).toThrow('CHROMIUM_PATH is "/nowhere/chromium", which is not a file.');
  });

  it('a missing browser is an error', () => {
    expect(() => findChromium({ PATH: '/nowhere' })).toThrow('Chromium was not found on PATH.');
  });
});
