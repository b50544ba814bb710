import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import { cachedDirectory, verifyHashes } from './download.ts';

const MINIMUM_JAVA_VERSION = 17;
// Pinned like the engines, because this plugin decides which jars are copied.
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** The path of a Java runtime that is new enough. @throws Failure */
export async function findJava(signal: AbortSignal): Promise<string> {
  const home = process.env['JAVA_HOME'];
  const java = home ? join(home, 'bin', 'java') : 'java';
  const remedy =
    'Install Java 17 or newer (Debian and Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17), ' +
    'or set BATON_KAFKA_BROKERS to the address of a running Kafka.';
  const answer = await runCommand(java, ['-version'], { signal });
  if (!answer.found || answer.code !== 0) {
    throw new Failure(`Kafka needs Java, and "${java}" was not found or does not run.`, remedy);
  }
  const version = Number(/version "(?:1\.)?(\d+)/.exec(answer.output)?.[1]);
  if (version >= MINIMUM_JAVA_VERSION) return java;
  throw new Failure(`Kafka needs Java ${MINIMUM_JAVA_VERSION} or newer, and "${java}" is version ${version}.`, remedy);
}

/** Downloads the jars that a pom.xml names and checks each against its pinned hash. */
export function downloadJars(options: {
  cache: string;
  name: string;
  pom: string;
  hashes: string;
  signal: AbortSignal;
  alternative: string;
}): Promise<string> {
  return cachedDirectory(options.cache, options.name, async (directory) => {
    const result = await runCommand(
      'mvn',
      [
        '--quiet',
        '--batch-mode',
        '--file',
        options.pom,
        COPY_DEPENDENCIES,
        `-DoutputDirectory=${directory}`,
        '-DincludeScope=runtime',
      ],
      { signal: options.signal },
    );
    if (!result.found) {
      throw new Failure(
        'Maven (mvn) was not found. It is needed once to download an engine.',
        `Install Maven (Debian and Ubuntu: apt install maven; macOS: brew install maven), or ${options.alternative}.`,
      );
    }
    if (result.code !== 0) {
      throw new Failure(
        `Maven could not download ${options.name}: ${errorLine(result)}`,
        `Check the network and Maven's settings and start again, or ${options.alternative}.`,
      );
    }
    await verifyHashes(directory, options.hashes);
  });
}
