/** `npm run agreement -- check|list|diff|export|import`: agreements as files, so that they can live in git. */
import { AgreementApi } from './agreement-api.ts';
import { agreementCommand } from './agreement-command.ts';
import { findDoor } from './door.ts';
import { Unusable } from './usage.ts';

try {
  process.exitCode = await agreementCommand(process.argv.slice(2), {
    // npm runs this at the root of the clone; files are named from where the user stands.
    directory: process.env['INIT_CWD'] ?? process.cwd(),
    print: (line) => console.log(line),
    api: async (person) => new AgreementApi(await findDoor(process.env, person)),
  });
} catch (error) {
  const isTold = error instanceof Unusable;
  console.error(`✖ ${isTold ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = isTold ? error.exitCode : 1;
}
