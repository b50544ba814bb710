import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { KafkaEndpoint } from '@baton/messaging';
import { kafkaEndpoint, kafkaSettings } from '@baton/service/connections';
import { directoriesAt } from '../directories.ts';
import { kafkaEndpointAt } from '../engines/external-endpoints.ts';
import { kafkaTools, kafkaToolsProgram, withClientProperties } from '../engines/kafka-tools.ts';
import type { KafkaTool } from '../engines/kafka-tools.ts';
import { Failure } from '../failure.ts';
import { portsFrom, readPortBase } from '../process/ports.ts';
import { readState } from '../process/state-file.ts';
import { kafkaBrokers } from '../system/services.ts';

const USAGE = 'npm run kafka -- consumer-groups --list';
const isTool = (name: string | undefined): name is KafkaTool => name !== undefined && name in kafkaTools;

/** Takes the address out of the parameters, so that it is given to the tool together with the settings for it. */
function separateAddress(parameters: readonly string[]): { address: string | undefined; others: string[] } {
  const index = parameters.findIndex((word) => word === '--bootstrap' || word === '--bootstrap-server');
  if (index < 0) return { address: undefined, others: [...parameters] };
  return { address: parameters[index + 1], others: parameters.filter((_, at) => at !== index && at !== index + 1) };
}

/** The broker at the address, the one that the environment names, or the one of this clone. */
function endpointFor(address: string | undefined): KafkaEndpoint {
  const named = address ?? process.env['KAFKA_BROKERS'];
  if (named) return kafkaEndpoint(kafkaSettings({ ...process.env, KAFKA_BROKERS: named }));
  const portBase = readState(directoriesAt())?.portBase ?? readPortBase();
  return kafkaEndpointAt(kafkaBrokers(portsFrom(portBase)));
}

/** `npm run kafka -- TOOL …`: Kafka's own tools, connected to the Kafka of this clone or of the environment. */
export async function kafka(parameters: readonly string[]): Promise<number> {
  const [tool, ...rest] = parameters;
  if (!isTool(tool)) {
    throw new Failure(
      tool === undefined ? 'The name of a tool is missing.' : `Kafka has no tool called "${tool}" here.`,
      `Use one of ${Object.keys(kafkaTools).join(', ')}, for example ${USAGE}`,
    );
  }
  const directories = directoriesAt();
  const { address, others } = separateAddress(rest);
  const endpoint = endpointFor(address);
  const { java, classpath } = await kafkaToolsProgram({ directories, signal: new AbortController().signal });
  const logging = join(directories.root, 'infra', 'kafka', 'log4j2.properties');
  return withClientProperties(endpoint, async (file) => {
    const connection = ['--bootstrap-server', endpoint.brokers.join(','), '--command-config', file];
    const program = [`-Dlog4j2.configurationFile=${logging}`, '-cp', classpath, kafkaTools[tool]];
    const child = spawn(java, [...program, ...connection, ...others], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  });
}
