import { createServer } from 'node:net';
import { assertPortsFree, findFreePorts, isPortFree, readPortBase, portsFrom } from './ports.ts';

async function listening(port: number): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

describe('the block of ports', () => {
  it('the block starts at 8100, or at BATON_PORT_BASE', () => {
    expect(portsFrom(readPortBase({}))).toMatchObject({ issuer: 8100, intake: 8101, postgres: 8110, temporalUi: 8114 });
    expect(readPortBase({ BATON_PORT_BASE: '9000' })).toBe(9000);
  });

  it.each(['abc', '80', '65530', '81.5'])('the block cannot start at %s', (text) => {
    expect(() => readPortBase({ BATON_PORT_BASE: text })).toThrow(
      `BATON_PORT_BASE must be a port from 1024 to 65519, not "${text}"`,
    );
  });

  it('assertPortsFree names the port that is in use, and another block to choose', async () => {
    const ports = await findFreePorts();
    const close = await listening(ports.scoring);
    await expect(assertPortsFree(ports)).rejects.toMatchObject({
      message: expect.stringContaining(`Port ${ports.scoring} on 127.0.0.1, meant for scoring`) as string,
      remedy: expect.stringContaining(`BATON_PORT_BASE=${ports.issuer + 100} npm start`) as string,
    });
    await close();
    await expect(assertPortsFree(ports)).resolves.toBeUndefined();
  });

  it('findFreePorts returns a block that is free', async () => {
    const ports = await findFreePorts();
    await expect(Promise.all(Object.values(ports).map(isPortFree))).resolves.not.toContain(false);
  });
});
