/** The same properties without those that are undefined, as exactOptionalPropertyTypes requires. */
export type WithoutUndefined<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

export function omitUndefined<T extends object>(properties: T): WithoutUndefined<T> {
  const defined: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) if (value !== undefined) defined[name] = value;
  return defined as WithoutUndefined<T>;
}
