import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { Ports } from '../process/ports.ts';
import { localUrl } from './services.ts';

const WAIT_MILLISECONDS = 60_000;
/** A route of each service that needs a known person. */
const routes = { intake: '/leads', scoring: '/agreements', handoff: '/teams', reporting: '/' } as const;
type ServiceWithPeople = keyof typeof routes;

/**
 * Waits until the services know the demo people, whom the handoff service publishes when it starts. A service that does
 * not know a person yet refuses them.
 */
export async function waitForDemoPeople(ports: Ports, started: readonly string[], signal: AbortSignal): Promise<void> {
  if (!started.includes('handoff')) return;
  const token = await (await fetch(`${localUrl(ports.issuer)}/token?person=adam`, { signal })).text();
  const headers = { authorization: `Bearer ${token}` };
  const services = (Object.keys(routes) as ServiceWithPeople[]).filter((service) => started.includes(service));
  const until = Date.now() + WAIT_MILLISECONDS;
  for (const service of services) {
    while (!(await isKnown(`${localUrl(ports[service])}${routes[service]}`, headers, signal))) {
      if (Date.now() > until)
        throw new Failure(`${service} does not know the demo people.`, 'Look for errors of its consumer in its log.');
      await pause(50, undefined, { signal });
    }
  }
}

async function isKnown(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { headers, signal });
  return response.status !== 403 || !(await response.text()).includes('person-unknown');
}
