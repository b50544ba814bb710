import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineOptions } from './engine.ts';
import { findJava, downloadJars } from './java.ts';

const VERSION = '1.36.1';

/** The path of a script that starts Temporal's time-skipping test server. */
export async function timeSkippingServer(options: EngineOptions): Promise<string> {
  const java = await findJava(options.signal);
  const engines = join(options.directories.root, 'infra', 'engines');
  const directory = await downloadJars({
    cache: options.directories.cache,
    name: `temporal-test-server-${VERSION}`,
    pom: join(engines, 'time-skipping.pom.xml'),
    hashes: join(engines, 'time-skipping.sha256'),
    signal: options.signal,
    alternative: 'run the other tests with npm test -- unit',
  });
  const script = join(options.directories.data, 'time-skipping-server');
  const command = `exec '${java}' -Xmx256m -cp '${directory}/*' io.temporal.testserver.TestServer "$@"`;
  await writeFile(script, `#!/bin/sh\n${command}\n`);
  await chmod(script, 0o755);
  return script;
}
