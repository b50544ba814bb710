/** A value that was read, with a remark if reading it took a guess; or why it cannot be read. Neither quotes the value. */
export type Reading = { value: string; remark?: string } | { problem: string };

export const valueOf = (reading: Reading): string | undefined => ('value' in reading ? reading.value : undefined);
