import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Measurement, MeasurementName } from './measurement.ts';

/** The latest result of each measurement. A run of one measurement keeps the results of the others. */
export type Results = Partial<Record<MeasurementName, Measurement>>;

export const root = join(import.meta.dirname, '..', '..', '..');
export const resultFile = join(root, 'test-results', 'bench.json');

export const readResults = (file = resultFile): Results =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};

export function saveResult(name: MeasurementName, measurement: Measurement, file = resultFile): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...readResults(file), [name]: measurement })}\n`);
}
