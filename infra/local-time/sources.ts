import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const packageVersions = {
  '@countrystatecity/countries': '1.0.9',
  'cldr-subdivisions-full': '48.2.0',
  'geo-tz': '8.1.9',
} as const;

/** The path of a file in one of the packages. */
export type PackagePath = (name: keyof typeof packageVersions, ...path: string[]) => string;

export function installed(directory: string): { packages: PackagePath; versions: string[] } {
  const versions = Object.entries(packageVersions).map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', directory, ...versions], { stdio: 'inherit' });
  return { packages: (name, ...path) => join(directory, 'node_modules', name, ...path), versions };
}
