import { Failure } from '../system/failure.ts';
import { placeAt } from '../system/place.ts';
import { portBase, portsFrom } from '../system/ports.ts';
import { local } from '../system/services.ts';
import { readState } from '../system/state-file.ts';

/** `npm run -s token -- anna`: the token of a demo person, and nothing else, on the output. */
export async function token(parameters: readonly string[]): Promise<number> {
  const [person] = parameters;
  if (person === undefined) throw new Failure('Whose token?', 'npm run -s token -- anna');
  const ports = portsFrom(readState(placeAt())?.portBase ?? portBase());
  const response = await fetch(`${local(ports.issuer)}/token?person=${encodeURIComponent(person)}`).catch(
    () => undefined,
  );
  if (!response)
    throw new Failure(`The issuer at ${local(ports.issuer)} does not answer.`, 'Start Baton first: npm start');
  const text = (await response.text()).trim();
  if (!response.ok) throw new Failure(text, `The list of people is at ${local(ports.issuer)}/`);
  console.log(text);
  return 0;
}
