import { Failure } from '../failure.ts';
import { directoriesAt } from '../directories.ts';
import { readPortBase, portsFrom } from '../process/ports.ts';
import { localUrl } from '../system/services.ts';
import { readState } from '../process/state-file.ts';

/** `npm run -s token -- anna`: the token of a demo person, and nothing else, on the output. */
export async function token(parameters: readonly string[]): Promise<number> {
  const [person] = parameters;
  if (person === undefined) throw new Failure('Whose token?', 'npm run -s token -- anna');
  const ports = portsFrom(readState(directoriesAt())?.portBase ?? readPortBase());
  const response = await fetch(`${localUrl(ports.issuer)}/token?person=${encodeURIComponent(person)}`).catch(
    () => undefined,
  );
  if (!response)
    throw new Failure(`The issuer at ${localUrl(ports.issuer)} does not answer.`, 'Start Baton first: npm start');
  const text = (await response.text()).trim();
  if (!response.ok) throw new Failure(text, `The list of people is at ${localUrl(ports.issuer)}/`);
  console.log(text);
  return 0;
}
