import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDirectories, directoriesAt } from '../directories.ts';
import { Failure } from '../failure.ts';
import { isPortFree } from '../process/ports.ts';
import { print } from '../system/launcher.ts';
import { ContainerSystem } from './container-system.ts';
import { findContainerEngine } from './container-engine.ts';
import type { ContainerEngine } from './container-engine.ts';
import { reportedLead, sendLead } from './lead-path.ts';
import { buildStandIns, imageVariables } from './stand-ins.ts';
import type { ImageVariable } from './stand-ins.ts';

const IMAGE = 'localhost/baton-try:1';
const secondsSince = (since: number): string => `${((Date.now() - since) / 1000).toFixed(0)} s`;

/** The images in docker-compose.yml and the Dockerfile, by the variable that replaces each. */
async function thirdPartyImages(root: string): Promise<Record<ImageVariable, string>> {
  const compose = await readFile(join(root, 'docker-compose.yml'), 'utf8');
  const dockerfile = await readFile(join(root, 'infra', 'docker', 'Dockerfile'), 'utf8');
  const found = [
    ...compose.matchAll(/\$\{([A-Z_]+_IMAGE):-([^}]+)\}/g),
    ...dockerfile.matchAll(/^ARG ([A-Z_]+)=(\S+)$/gm),
  ];
  return Object.fromEntries(found.map(([, variable, image]) => [variable, image])) as Record<ImageVariable, string>;
}

/** The images to use: those that the environment names, those that can be pulled, and stand-ins for the others. */
async function chooseImages(
  engine: ContainerEngine,
  options: Parameters<typeof buildStandIns>[2],
): Promise<{ images: Partial<Record<ImageVariable, string>>; standIns: readonly ImageVariable[] }> {
  const official = await thirdPartyImages(options.directories.root);
  const given = imageVariables.filter((variable) => process.env[variable]);
  const images: Partial<Record<ImageVariable, string>> = Object.fromEntries(
    given.map((variable) => [variable, process.env[variable]]),
  );
  const missing: ImageVariable[] = [];
  for (const variable of imageVariables.filter((each) => !given.includes(each))) {
    // After one failure the registry counts as out of reach: each further attempt would take minutes.
    const isPulled = missing.length === 0 && (await engine.run(['pull', official[variable]])).code === 0;
    if (isPulled) images[variable] = official[variable];
    else missing.push(variable);
  }
  if (missing.length > 0) print(`No registry has been reached. Making stand-ins for ${missing.join(', ')} …`);
  return { images: { ...images, ...(await buildStandIns(engine, missing, options)) }, standIns: missing };
}

async function buildImage(engine: ContainerEngine, root: string, nodeImage: string): Promise<void> {
  const dockerfile = join(root, 'infra', 'docker', 'Dockerfile');
  const parameters = ['--build-arg', `NODE_IMAGE=${nodeImage}`, '--tag', IMAGE, '--file', dockerfile, root];
  const result = await engine.run(['build', ...engine.buildOptions, ...parameters]);
  if (result.code !== 0)
    throw new Failure(`The image could not be built:\n${result.output.slice(-3000)}`, 'Fix the reason above.');
}

async function assertPortsFree(): Promise<void> {
  for (let port = 8100; port <= 8114; port += 1) {
    if (await isPortFree(port)) continue;
    throw new Failure(`Port ${port} on 127.0.0.1 is in use.`, 'Stop the program that uses it, such as npm start.');
  }
}

/** `npm run docker:try`: the compose file, tried from the build of its image to the report of a lead. */
export async function dockerTry(): Promise<number> {
  const begin = Date.now();
  const directories = directoriesAt();
  createDirectories(directories);
  await assertPortsFree();
  const options = { directories, signal: new AbortController().signal };
  const engine = await findContainerEngine(options);
  print(`Using ${engine.name}.`);
  const { images, standIns } = await chooseImages(engine, options);
  print(`Images are ready (${secondsSince(begin)}). Building the image of Baton …`);
  await buildImage(engine, directories.root, images.NODE_IMAGE ?? '');
  print(`Built (${secondsSince(begin)}). Starting the containers …`);
  const system = new ContainerSystem(engine, directories.root, { ...images, BATON_IMAGE: IMAGE });
  try {
    await system.start();
    print(`All services are ready (${secondsSince(begin)}). Sending a lead …`);
    const before = await sendLead();
    print(`The lead is an SQL in the report (${secondsSince(begin)}). Stopping and starting again …`);
    await system.stop();
    await system.start();
    const after = await reportedLead(before.handoffId);
    if (after.sql !== before.sql)
      throw new Failure(`The report counts ${after.sql} SQLs instead of ${before.sql}.`, 'See above.');
    print(`The data is still there (${secondsSince(begin)}).`);
  } catch (error) {
    await system.printLogs();
    throw error;
  } finally {
    await system.remove();
  }
  print(`✔ Tried with ${engine.name} in ${secondsSince(begin)}. Stand-ins: ${standIns.join(', ') || 'none'}.`);
  return 0;
}
