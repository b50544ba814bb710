/**
 * The program behind `npm run bench`, which starts a system for each group of measurements and runs this in it:
 * `main.ts a` takes measurement (a), `main.ts report [--write]` prints the latest figures and writes them to the document.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measurementText, insertResults } from './document.ts';
import { measureCost } from './cost/measure-cost.ts';
import { measureLateness } from './deadlines/measure-lateness.ts';
import { measureStorms } from './deadlines/measure-storms.ts';
import { measureIdle } from './idle/measure-idle.ts';
import { measureIntake } from './intake/measure-intake.ts';
import { measureHistory } from './lifecycle/measure-history.ts';
import { measureLifecycles } from './lifecycle/measure-lifecycles.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { measurementNames } from './measurement.ts';
import type { Findings, MeasurementName, BenchParameters, ReportProgress } from './measurement.ts';
import { saveResult, readResults, resultFile, root } from './result-file.ts';
import { measureStarts } from './start/measure-starts.ts';
import { minuteLoad, readEnvironment } from './environment.ts';
import { readBenchSystem } from './bench-system.ts';
import type { BenchSystem } from './bench-system.ts';

const measure: Record<
  MeasurementName,
  (system: BenchSystem, parameters: BenchParameters, reportProgress: ReportProgress) => Promise<Findings>
> = {
  a: measureIntake,
  b: measureStarts,
  c: measureHistory,
  d: measureLifecycles,
  e: measureLateness,
  'e-full': measureLateness,
  f: measureStorms,
  'f-full': measureStorms,
  g: measureCost,
  h: measureMemory,
  i: measureIdle,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '12' },
    connections: { type: 'string', default: '64' },
    rates: { type: 'string', default: '10,20,30' },
    lanes: { type: 'string', default: '24' },
    open: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '20' },
    night: { type: 'string', default: '500' },
    storm: { type: 'string', default: '10000' },
  },
});

const benchParameters: BenchParameters = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  rates: values.rates.split(',').map(Number),
  concurrency: Number(values.lanes),
  openHandoffs: Number(values.open),
  perSecond: Number(values['per-second']),
  nightDeadlines: Number(values.night),
  stormDeadlines: Number(values.storm),
};

async function measureOne(name: MeasurementName): Promise<void> {
  const system = readBenchSystem();
  const environment = await readEnvironment(system);
  const findings = await measure[name](system, benchParameters, console.log);
  const load = `${environment.load}, ${minuteLoad()} after`;
  saveResult(name, { ...findings, measuredAt: new Date().toISOString(), environment: { ...environment, load } });
}

function report(): void {
  const results = readResults();
  for (const name of measurementNames) {
    const measurement = results[name];
    console.log(measurement ? `\n(${name}) ${measurementText(measurement)}` : `\n(${name}) not measured yet`);
  }
  console.log(`\nAll figures are in ${resultFile}`);
  if (!values.write) return;
  const file = join(root, 'docs', 'benchmarks.md');
  writeFileSync(file, insertResults(readFileSync(file, 'utf8'), results));
  execFileSync(join(root, 'node_modules', '.bin', 'prettier'), ['--write', '--log-level', 'warn', file]);
  console.log(`Updated ${file}`);
}

for (const name of positionals) {
  const known = measurementNames.find((each) => each === name);
  if (known) await measureOne(known);
  else report();
}
process.exit();
