// Each Jest worker of an app has its own engines, started by infra/testing/engine-sets.ts.
const sets = JSON.parse(process.env['TEST_ENGINE_SETS'] ?? '[]');
Object.assign(process.env, sets[Number(process.env['JEST_WORKER_ID']) - 1]);
