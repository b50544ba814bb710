import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../failure.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;

/** Returns the browser that CHROMIUM_PATH names, otherwise the first one on PATH. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const { CHROMIUM_PATH: given, PATH: path = '' } = environment;
  const candidates = given
    ? [given]
    : commands.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new Failure(
    given ? `CHROMIUM_PATH is "${given}", which is not a file.` : 'Chromium was not found on PATH.',
    'Install it (Debian: apt install chromium fonts-inter; macOS: brew install chromium), or set CHROMIUM_PATH to Chrome or Chromium.',
  );
}
