/** The workflow of a build with a mistake: each of its tasks fails. */
export async function handoff(): Promise<void> {
  throw new TypeError('a mistake of this build');
}
