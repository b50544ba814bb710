/** What the start needs to know of a service in docker-compose.yml. */
export interface ComposeService {
  readonly restart?: string;
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

/** The services in groups: each depends only on services of earlier groups. */
export function startOrder(services: Readonly<Record<string, ComposeService>>): string[][] {
  const groups: string[][] = [];
  const placed = new Set<string>();
  const names = Object.keys(services);
  while (placed.size < names.length) {
    const next = names.filter(
      (name) =>
        !placed.has(name) && Object.keys(services[name]?.depends_on ?? {}).every((needed) => placed.has(needed)),
    );
    if (next.length === 0) throw new Error('The services in docker-compose.yml depend on each other in a circle.');
    next.forEach((name) => placed.add(name));
    groups.push(next);
  }
  return groups;
}
