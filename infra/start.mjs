/**
 * The first step of `npm start`, `npm run stop`, `npm run reset` and `npm test`.
 * Plain JavaScript for any Node.js from 20 on: it installs what is missing and hands over to the pinned Node.js.
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

/** Ends with one sentence and a way out. */
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

/** npm writes its own record of node_modules last of all; where that agrees with the lock, a `npm ci` by hand was enough. */
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

const touchedEveryMilliseconds = 10_000;
const staleAfterMilliseconds = 2 * 60_000;

/** Who holds the lock; undefined when it is left over: its owner touches it, and numbers are given again to others. */
const lockOwner = () => {
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const owner = Number(existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : 0);
  if (!owner) return age > touchedEveryMilliseconds ? undefined : owner;
  return owner !== process.pid && isAlive(owner) && age < staleAfterMilliseconds ? owner : undefined;
};

/** Takes the right to install; a lock that is left over is taken over. */
const takeLock = async () => {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ; await pause(500)) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = lockOwner();
    if (owner === undefined) {
      rmSync(lockFile, { force: true });
    } else if (!told) {
      console.log(`Process ${owner} is installing packages here (${lockFile}); waiting for it.`);
      told = true;
    }
  }
};

/** The PATH without our own node_modules/.bin: `npm ci` deletes the Node.js in there while it runs. */
const outerPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(modules))
    .join(delimiter);

/** Runs npm while the lock is touched; a signal goes through to it. */
const runNpm = (parameters) =>
  new Promise((resolve) => {
    const touch = () => existsSync(lockFile) && utimesSync(lockFile, new Date(), new Date());
    const touching = setInterval(touch, touchedEveryMilliseconds);
    const child = spawn('npm', parameters, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: outerPath() },
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    const end = (result) => {
      clearInterval(touching);
      for (const signal of signals) process.off(signal, pass);
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
    fail('npm ci failed, for the reason above. Mend it (network, disk space, registry) and run the command again.');
  }
  if (!existsSync(pinnedNode)) {
    fail(
      'npm ci left no node_modules/.bin/node behind. Allow install scripts (npm config get ignore-scripts) and try again.',
    );
  }
  writeFileSync(stampFile, hash);
};

/** These use nothing but Node.js: what runs can be ended after a pull, and without network. */
const commandsWithoutPackages = ['stop', 'reset'];

const baton = (...parameters) => [
  '--conditions=@baton/source',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
  ...parameters,
];

/** `npm ci` deletes the packages that the services and the launcher use. */
const refuseUnderRunning = () => {
  if (!existsSync(pinnedNode)) return;
  const { status } = spawnSync(pinnedNode, baton(join(root, 'infra', 'cli', 'is-running.ts')));
  if (status === 0)
    fail(
      'Baton runs here, and other packages are wanted than it runs on. Stop it first: npm run stop. Then try again.',
    );
};

const ensureInstalled = async (command) => {
  if (commandsWithoutPackages.includes(command) && existsSync(pinnedNode)) return;
  if (isInstalled()) return;
  refuseUnderRunning();
  const release = () => rmSync(lockFile, { force: true });
  await takeLock();
  process.once('exit', release);
  if (!isInstalled()) await install();
  release();
  process.off('exit', release);
};

/** Runs the command on the pinned Node.js; signals go through, and its exit code is ours. */
const handOver = () => {
  const child = spawn(pinnedNode, baton(join(root, 'infra', 'cli', 'main.ts'), ...process.argv.slice(2)), {
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
    `Baton needs Node.js 20 or newer, this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
}
if (process.platform === 'win32') {
  fail('Baton runs natively on Linux and macOS. On Windows use WSL, or `docker compose up`.');
}
await ensureInstalled(process.argv[2]);
handOver();
