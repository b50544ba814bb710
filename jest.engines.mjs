// Each Jest worker of an app has engines for itself: infra/testing/engine-sets.ts starts them.
const sets = JSON.parse(process.env['TEST_ENGINE_SETS'] ?? '[]');
Object.assign(process.env, sets[Number(process.env['JEST_WORKER_ID']) - 1]);
