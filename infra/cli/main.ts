/** The commands behind `npm start`, `npm test`, and `npm run` with the names below. */
import { toFailure, Failure } from '../failure.ts';
import { printFailure } from '../system/launcher.ts';

type Command = (parameters: readonly string[]) => Promise<number>;

/** Each command loads only what it needs: stop and reset must work when packages are missing or of another version. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  stop: async () => (await import('./stop.ts')).stop,
  reset: async () => (await import('./reset.ts')).reset,
  test: async () => (await import('./test.ts')).test,
  token: async () => (await import('./token.ts')).token,
  dlq: async () => (await import('./dlq.ts')).dlq,
  'docker:try': async () => (await import('../docker/try.ts')).dockerTry,
  kafka: async () => (await import('./kafka.ts')).kafka,
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
  throw new Failure(`There is no command called "${name}".`, `Use one of: ${Object.keys(commands).join(', ')}.`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  printFailure(toFailure(error));
  process.exitCode = 1;
}
// A connection that was given up may still be open and would keep the process alive.
setTimeout(() => process.exit(), 5000).unref();
