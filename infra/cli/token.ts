import { Failure } from '../failure.ts';
import { directoriesAt } from '../directories.ts';
import { readPortBase, portsFrom } from '../process/ports.ts';
import { localUrl } from '../system/services.ts';
import { readState } from '../process/state-file.ts';

/** `npm run -s token -- anna`: prints the token of a demo person and nothing else. */
export async function token(parameters: readonly string[]): Promise<number> {
  const [person] = parameters;
  if (person === undefined) throw new Failure('The person is missing.', 'Usage: npm run -s token -- anna');
  const ports = portsFrom(readState(directoriesAt())?.portBase ?? readPortBase());
  const response = await fetch(`${localUrl(ports.issuer)}/token?person=${encodeURIComponent(person)}`).catch(
    () => undefined,
  );
  if (!response)
    throw new Failure(`The issuer at ${localUrl(ports.issuer)} does not respond.`, 'Start Baton first: npm start');
  const text = (await response.text()).trim();
  if (!response.ok) throw new Failure(text, `All demo people are listed at ${localUrl(ports.issuer)}/`);
  console.log(text);
  return 0;
}
