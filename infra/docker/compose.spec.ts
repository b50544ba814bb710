import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly cpus?: number;
  readonly restart?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const root = join(import.meta.dirname, '..', '..');
const file = (name: string): string => readFileSync(join(root, name), 'utf8');
const compose = parse(file('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
/** The services that run an app. */
const entryPoints = services.filter(([, { command }]) => /^apps\/.+\/(main|worker)\.js$/.test(command?.at(-1) ?? ''));
const filesOf = (directory: string): string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path));
const isJob = ({ restart }: Service): boolean => restart?.startsWith('on-failure') ?? false;

describe('docker-compose.yml', () => {
  it.each(services)('docker-compose.yml pins the image of %s, and lets a variable replace it', (_name, { image }) => {
    const [, official = ''] = /^\$\{[A-Z_]+_IMAGE:-(.+)\}$/.exec(image ?? '') ?? [];
    // The image of Baton is built here, and has no digest before that.
    expect(official).toMatch(
      official.startsWith('baton:') ? /:\d+\.\d+\.\d+$/ : /:\d+\.\d+(\.\d+)?(-[a-z]+)?@sha256:[0-9a-f]{64}$/,
    );
  });

  it.each(services)('docker-compose.yml gives %s no more rights than it needs', (_name, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.read_only).toBe(true);
    expect([typeof service.mem_limit, typeof service.pids_limit, typeof service.cpus]).toEqual([
      'string',
      'number',
      'number',
    ]);
  });

  it('a volume with secrets is mounted by its owner and by the job that writes it only', () => {
    const mounts = services.flatMap(([name, { volumes }]) =>
      (volumes ?? []).map((volume) => {
        const [source = '', , mode = 'rw'] = volume.split(':');
        return { name, source, mode };
      }),
    );
    const readersOf = (source: string): string[] =>
      mounts.filter((mount) => mount.source === source && mount.mode === 'ro').map(({ name }) => name);
    const writersOf = (source: string): string[] =>
      mounts.filter((mount) => mount.source === source && mount.mode === 'rw').map(({ name }) => name);
    for (const service of ['intake', 'scoring', 'reporting']) {
      expect(readersOf(`${service}-secrets`).sort()).toEqual([`migrate-${service}`, service].sort());
    }
    expect(readersOf('handoff-secrets').sort()).toEqual(['handoff', 'handoff-worker', 'migrate-handoff']);
    expect(writersOf('handoff-secrets')).toEqual(['database-roles']);
    expect(readersOf('service-key').sort()).toEqual(['handoff', 'handoff-worker', 'intake']);
    expect(writersOf('service-key')).toEqual(['key']);
    expect([...readersOf('issuer-data'), ...writersOf('issuer-data')]).toEqual(['issuer']);
  });

  it('passwords and the identity provider have defaults in the demo only', () => {
    const text = file('docker-compose.yml');
    for (const name of ['POSTGRES_PASSWORD', 'AUTH_ISSUER', 'AUTH_JWKS_URL']) {
      const uses = [...text.matchAll(new RegExp(`\\$\\{${name}(..)`, 'g'))].map(([, operator]) => operator);
      expect([name, new Set(uses)]).toEqual([name, new Set([':?'])]);
      expect(file('infra/docker/demo.env')).toMatch(new RegExp(`^${name}=.+$`, 'm'));
    }
    const demo = services.filter(([, { profiles }]) => profiles !== undefined);
    expect(demo.map(([name, { profiles }]) => [name, profiles])).toEqual([['issuer', ['demo']]]);
    const waiting = services.filter(([, { depends_on }]) => depends_on && 'issuer' in depends_on);
    expect(waiting).toEqual([]);
  });

  it.each(services)(
    'docker-compose.yml lets %s wait only for services with a health check and for jobs',
    (_name, { depends_on }) => {
      for (const [needed, { condition }] of Object.entries(depends_on ?? {})) {
        const service = compose.services[needed];
        expect(service).toBeDefined();
        if (condition === 'service_healthy') expect(service?.healthcheck).toBeDefined();
        else expect([condition, service && isJob(service)]).toEqual(['service_completed_successfully', true]);
      }
    },
  );

  it.each(services)('docker-compose.yml publishes %s on the loopback address only', (_name, { ports }) => {
    for (const port of ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:8\d{3}:\d+$/);
  });

  it.each(services)('docker-compose.yml mounts only existing volumes and files in %s', (_name, { volumes }) => {
    for (const volume of volumes ?? []) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('./') ? existsSync(join(root, source)) : source in compose.volumes).toBe(true);
    }
  });

  it.each(services)('docker-compose.yml runs a file of the workspace in %s', (_name, { command }) => {
    for (const word of (command ?? []).filter((each) => /^(infra|apps)\//.test(each))) {
      expect(existsSync(join(root, word.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
    }
  });

  it.each(entryPoints)('docker-compose.yml passes every variable that %s reads', (_name, { command, environment }) => {
    const [, app = ''] = /^apps\/([^/]+)\//.exec(command?.at(-1) ?? '') ?? [];
    const configurations = [...filesOf('libs/service/src'), ...filesOf(`apps/${app}/src`)].filter((path) =>
      /[.-]config\.ts$/.test(path),
    );
    const variables = configurations.flatMap((path) =>
      [...file(path).matchAll(/^ {2}([A-Z][A-Z_]+)[!?]?:/gm)].map(([, variable = '']) => variable),
    );
    expect(variables.length).toBeGreaterThan(10);
    // A secret is passed as the file that contains it.
    const passed = Object.keys(environment ?? {}).map((variable) => variable.replace(/_FILE$/, ''));
    expect(passed).toEqual(expect.arrayContaining(variables.map((variable) => variable.replace(/_FILE$/, ''))));
  });

  it.each(entryPoints)('docker-compose.yml passes the variables for traces to %s', (_name, { environment }) => {
    const variables = file('libs/service/src/tracing/tracing.ts').match(/OTEL_[A-Z_]+/g) ?? [];
    // Each service sets its own name.
    const common = variables.filter((variable) => variable !== 'OTEL_SERVICE_NAME');
    expect(Object.keys(environment ?? {})).toEqual(expect.arrayContaining(common));
  });

  it('the issuer issues tokens for the audience that the services expect', () => {
    const audiences = [['issuer', compose.services['issuer']] as const, ...entryPoints].map(
      ([, service]) => service?.environment?.['AUTH_AUDIENCE'],
    );
    expect(new Set(audiences)).toEqual(new Set(['${AUTH_AUDIENCE:-baton}']));
  });

  it('docker-compose.yml gives a health check to every service and to no job', () => {
    const withoutCheck = services.filter(([, service]) => !isJob(service) && !service.healthcheck);
    // Nothing waits for the Temporal UI, and its image contains no tool for a health check.
    expect(withoutCheck.map(([name]) => name)).toEqual(['temporal-ui']);
  });

  it('docker-compose.yml publishes no port twice', () => {
    const published = services.flatMap(([, { ports }]) => (ports ?? []).map((port) => port.split(':')[1]));
    expect(new Set(published).size).toBe(published.length);
  });

  it('docker-compose.yml runs Kafka with the properties of the native start', () => {
    const environment = compose.services['kafka']?.environment ?? {};
    const properties = file('infra/kafka/server.properties')
      .split('\n')
      .filter((line) => /^[a-z]/.test(line));
    for (const line of properties) {
      const [key = '', value = ''] = line.split('=');
      const name = `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`;
      // The containers have one more listener, for programs outside of them.
      expect(environment[name]).toMatch(key === 'listener.security.protocol.map' ? `${value},HOST:PLAINTEXT` : value);
    }
  });
});

describe('the Dockerfile', () => {
  const lines = file('infra/docker/Dockerfile').split('\n');

  it('the Dockerfile copies the package.json of every project, so that npm ci finds the workspace', () => {
    const workspaces = JSON.parse(file('package-lock.json')) as { packages: Record<string, { link?: boolean }> };
    const projects = Object.keys(workspaces.packages).filter((path) => /^((libs|apps)\/[^/]+|infra)$/.test(path));
    for (const project of projects) expect(lines).toContain(`COPY ${project}/package.json ${project}/`);
  });

  it('the Dockerfile runs the pinned Node.js, and not as root', () => {
    const { devDependencies } = JSON.parse(file('package.json')) as { devDependencies: Record<string, string> };
    const image = lines.find((line) => line.startsWith('ARG NODE_IMAGE='));
    expect(image).toMatch(`ARG NODE_IMAGE=node:${devDependencies['node']}-bookworm-slim@sha256:`);
    expect(lines).toContain('USER node');
  });
});
