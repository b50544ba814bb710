/** The commands behind `npm start`, `npm test`, and `npm run` with `stop`, `reset`, `token`, `dlq`, `kill`, `bench`, `backup` and `restore`. */
import { asFailure, Failure } from '../system/failure.ts';
import { tellFailure } from '../system/launcher.ts';
import { backup, restore } from './backup.ts';
import { bench } from './bench.ts';
import { dlq } from './dlq.ts';
import { kill } from './kill.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { test } from './test.ts';
import { token } from './token.ts';

const commands: Readonly<Record<string, (parameters: readonly string[]) => Promise<number>>> = {
  start,
  stop,
  reset,
  test,
  token,
  dlq,
  kill,
  bench,
  backup,
  restore,
};

async function main([name = 'start', ...parameters]: readonly string[]): Promise<number> {
  const command = commands[name];
  if (command) return command(parameters);
  throw new Failure(`There is no command "${name}".`, `Use one of: ${Object.keys(commands).join(', ')}.`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  tellFailure(asFailure(error));
  process.exitCode = 1;
}
// What was given up on the way may hold a connection open; nobody waits for it.
setTimeout(() => process.exit(), 5000).unref();
