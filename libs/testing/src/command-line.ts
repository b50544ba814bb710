import { parseArgs } from 'node:util';

/** An error that the person at the terminal can correct: shown as one sentence, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

export interface NumberOption {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** Reads options that are whole numbers, such as `--leads 200 --seed 7`. @throws UserError naming what is wrong. */
export function parseNumberOptions<Name extends string>(
  options: Readonly<Record<Name, NumberOption>>,
  usage: string,
  parameters: readonly string[] = process.argv.slice(2),
): Record<Name, number> {
  const entries = Object.entries(options) as [Name, NumberOption][];
  const values = parseTexts(
    entries.map(([name]) => name),
    usage,
    parameters,
  );
  const numbers = entries.map(([name, option]): [Name, number] => {
    const { minimum, maximum } = option;
    const text = values[name];
    const number = text === undefined ? option.default : Number(text);
    if (Number.isInteger(number) && number >= minimum && number <= maximum) return [name, number];
    throw new UserError(
      `--${name} must be a whole number from ${minimum} to ${maximum}, not "${text}". Usage: ${usage}`,
    );
  });
  return Object.fromEntries(numbers) as Record<Name, number>;
}

function parseTexts(
  names: readonly string[],
  usage: string,
  parameters: readonly string[],
): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    return parseArgs({ args: [...parameters], options }).values;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code.startsWith('ERR_PARSE_ARGS')) throw new UserError(`${message}. Usage: ${usage}`);
    throw error;
  }
}

/** The option `--seed`; random unless it is given, so that a failed run can be repeated with the seed it printed. */
export const seedOption = (): NumberOption => ({
  minimum: 0,
  maximum: 4_294_967_295,
  default: Math.floor(Math.random() * 1_000_000),
});

/** Runs a program to its end and sets the exit code; errors of the user are shown as one sentence. */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const text = error instanceof Error && !(error instanceof UserError) ? error.stack : (error as Error).message;
    console.error(`✖ ${text}`);
    process.exitCode = 1;
  }
  // A connection that was given up may still be open and would keep the process alive.
  setTimeout(() => process.exit(), 5000).unref();
}
