import { serverConfiguration } from './server-configuration.ts';

describe('serverConfiguration', () => {
  it('the configuration gives each service its own ports within the free block', () => {
    const text = JSON.stringify(
      serverConfiguration({
        port: 9000,
        firstInternalPort: 9100,
        dynamicConfigFile: 'tuning.yaml',
        postgres: new URL('postgres://baton:secret@127.0.0.1:5432/baton'),
      }),
    );
    const ports = [...text.matchAll(/"(?:grpc|membership)Port":(\d+)/g)].map(([, port]) => Number(port));
    expect(ports).toHaveLength(8);
    expect(new Set(ports).size).toBe(8);
    expect(ports.filter((port) => port !== 9000).every((port) => port >= 9100 && port < 9116)).toBe(true);
  });
});
