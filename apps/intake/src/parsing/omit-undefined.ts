/** The members that are there: absent and undefined are one and the same to Baton, and only absent is written. */
export type WithoutUndefined<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

export function omitUndefined<T extends object>(members: T): WithoutUndefined<T> {
  const there: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) there[name] = value;
  return there as WithoutUndefined<T>;
}
