/** The commands behind `npm start`, `npm test`, and `npm run` with the names below. */
import { toFailure, Failure } from '../failure.ts';
import { printFailure } from '../system/launcher.ts';

type Command = (parameters: readonly string[]) => Promise<number>;

/** Each loads only what it needs: stopping must work with packages that are missing, or of another version. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  stop: async () => (await import('./stop.ts')).stop,
  reset: async () => (await import('./reset.ts')).reset,
  test: async () => (await import('./test.ts')).test,
  token: async () => (await import('./token.ts')).token,
  dlq: async () => (await import('./dlq.ts')).dlq,
  simulate: async () => (await import('./simulate.ts')).simulate,
  kill: async () => (await import('./kill.ts')).kill,
  bench: async () => (await import('./bench.ts')).bench,
  pictures: async () => (await import('./pictures.ts')).pictures,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./backup.ts')).restore,
};

async function main([name = 'start', ...parameters]: readonly string[]): Promise<number> {
  const load = commands[name];
  if (load) return (await load())(parameters);
  throw new Failure(`There is no command "${name}".`, `Use one of: ${Object.keys(commands).join(', ')}.`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  printFailure(toFailure(error));
  process.exitCode = 1;
}
// What was given up on the way may hold a connection open; nobody waits for it.
setTimeout(() => process.exit(), 5000).unref();
