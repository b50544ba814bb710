import { externalAddress } from './engine.ts';

describe('externalAddress', () => {
  const variable = 'BATON_POSTGRES_URL';
  const external = 'postgres://somebody@database.example/leads';
  const before = process.env[variable];
  beforeEach(() => {
    process.env[variable] = external;
  });
  afterEach(() => {
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  });

  it('externalAddress returns the address in the environment for npm start', () => {
    expect(externalAddress(variable, { isThrowaway: false })).toBe(external);
  });

  it('externalAddress returns nothing for tests and measurements, which would write into existing data', () => {
    expect(externalAddress(variable, { isThrowaway: true })).toBeUndefined();
    expect(externalAddress(variable, { isThrowaway: false, usesOwnEngines: true })).toBeUndefined();
  });
});
