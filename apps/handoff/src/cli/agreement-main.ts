/** `npm run agreement -- check|list|diff|export|import`: agreements as files, for example in git. */
import { AgreementApiClient } from './agreement-api-client.ts';
import { runAgreementCommand } from './agreement-command.ts';
import { CliError } from './cli-error.ts';
import { findEndpoint } from './endpoint.ts';

try {
  process.exitCode = await runAgreementCommand(process.argv.slice(2), {
    // npm runs this at the root of the clone; INIT_CWD is the user's working directory.
    directory: process.env['INIT_CWD'] ?? process.cwd(),
    print: (line) => console.log(line),
    connect: async (person) => new AgreementApiClient(await findEndpoint(process.env, person)),
  });
} catch (error) {
  const isExpected = error instanceof CliError;
  console.error(`✖ ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = isExpected ? error.exitCode : 1;
}
