/**
 * The entry point of `npm start`, `npm test` and the other commands of infra/cli.
 * Plain JavaScript for any Node.js from version 20: it installs missing packages and runs the command on the pinned Node.js.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.baton-lock');
const lockFile = join(root, '.baton', 'install.lock');
const pinnedNode = join(modules, '.bin', 'node');

/** Prints one sentence that says what is wrong and what to do, and exits. */
const fail = (sentence) => {
  console.error(`\n✖ ${sentence}`);
  process.exit(1);
};

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const wantedHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** npm writes its own record of node_modules last. When it matches the lock file, the user has run `npm ci` already. */
const npmRecordAgrees = () => {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true;
    const found = installed[path];
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
};

const isInstalled = () => {
  if (!existsSync(pinnedNode)) return false;
  const hash = wantedHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  if (!npmRecordAgrees()) return false;
  writeFileSync(stampFile, hash);
  return true;
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const REFRESH_INTERVAL_MILLISECONDS = 10_000;
const STALE_AFTER_MILLISECONDS = 2 * 60_000;

/**
 * The process that holds the lock; undefined when the lock was abandoned. A live owner refreshes the lock, so an old one is
 * abandoned even if some process has the same id.
 */
const lockOwner = () => {
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const owner = Number(existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : 0);
  if (!owner) return age > REFRESH_INTERVAL_MILLISECONDS ? undefined : owner;
  return owner !== process.pid && isAlive(owner) && age < STALE_AFTER_MILLISECONDS ? owner : undefined;
};

/** Takes the lock for installing packages, even if it was abandoned. */
const takeLock = async () => {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let isReported = false; ; await pause(500)) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = lockOwner();
    if (owner === undefined) {
      rmSync(lockFile, { force: true });
    } else if (!isReported) {
      console.log(`Process ${owner} is installing packages here (${lockFile}); waiting for it to finish.`);
      isReported = true;
    }
  }
};

/** The PATH without node_modules/.bin of this clone: `npm ci` deletes the Node.js there while it runs. */
const outerPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(modules))
    .join(delimiter);

/** Runs npm, refreshes the lock meanwhile, and forwards signals. */
const runNpm = (parameters) =>
  new Promise((resolve) => {
    const refresh = () => existsSync(lockFile) && utimesSync(lockFile, new Date(), new Date());
    const refreshing = setInterval(refresh, REFRESH_INTERVAL_MILLISECONDS);
    const child = spawn('npm', parameters, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: outerPath() },
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const end = (result) => {
      clearInterval(refreshing);
      for (const signal of signals) process.off(signal, forward);
      resolve(result);
    };
    child.once('error', (error) => end({ error }));
    child.once('exit', (status, signal) => end({ status, signal }));
  });

const install = async () => {
  console.log('Installing packages (npm ci) …');
  rmSync(stampFile, { force: true });
  const hash = wantedHash();
  const result = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.error) fail(`npm could not be started (${result.error.code}). Install npm 10 or newer and try again.`);
  if (result.signal) process.exit(128 + (constants.signals[result.signal] ?? 0));
  if (result.status !== 0) {
    fail('npm ci failed. Fix the reason printed above (network, disk space, registry), then run the command again.');
  }
  if (!existsSync(pinnedNode)) {
    fail(
      'npm ci did not install node_modules/.bin/node. Allow install scripts (npm config get ignore-scripts) and try again.',
    );
  }
  writeFileSync(stampFile, hash);
};

/** These commands need only Node.js, so that a running Baton can be stopped after a pull and without a network. */
const commandsWithoutPackages = ['stop', 'reset'];

const nodeParameters = (...parameters) => [
  '--conditions=@baton/source',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
  ...parameters,
];

/** `npm ci` would delete the packages that a running launcher and its services use, so it must not run now. */
const refuseWhileRunning = () => {
  if (!existsSync(pinnedNode)) return;
  const { status } = spawnSync(pinnedNode, nodeParameters(join(root, 'infra', 'cli', 'is-running.ts')));
  if (status === 0)
    fail('Baton is running here, and its packages must be replaced. Stop it first with npm run stop, then try again.');
};

const ensureInstalled = async (command) => {
  if (commandsWithoutPackages.includes(command) && existsSync(pinnedNode)) return;
  if (isInstalled()) return;
  refuseWhileRunning();
  const release = () => rmSync(lockFile, { force: true });
  await takeLock();
  process.once('exit', release);
  if (!isInstalled()) await install();
  release();
  process.off('exit', release);
};

/** Runs the command on the pinned Node.js, forwards signals, and exits with its code. */
const handOver = () => {
  const child = spawn(pinnedNode, nodeParameters(join(root, 'infra', 'cli', 'main.ts'), ...process.argv.slice(2)), {
    stdio: 'inherit',
    env: { ...process.env, PATH: [join(modules, '.bin'), outerPath()].join(delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) =>
    fail(`The pinned Node.js did not start (${error.message}). Delete node_modules and try again.`),
  );
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
};

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Baton needs Node.js 20 or newer, but this is ${process.versions.node}. Install a newer version from https://nodejs.org.`,
  );
}
if (process.platform === 'win32') {
  fail('Baton runs natively on Linux and macOS only. On Windows, use WSL or docker compose up.');
}
await ensureInstalled(process.argv[2]);
handOver();
