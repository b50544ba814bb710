const tables = new Map<string, ReadonlyMap<string, number>>();

/** The bytes that an encoding with one byte a character has for a text; undefined if it lacks a character. */
export function legacyBytes(text: string, encoding: string): Uint8Array | undefined {
  const table = tables.get(encoding) ?? byteTable(encoding);
  tables.set(encoding, table);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = table.get(text.charAt(index));
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

function byteTable(encoding: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(encoding);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
