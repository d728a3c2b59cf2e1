/**
 * PostgreSQL's binary form of a one-dimensional `double precision[]`, which pg sends for a Buffer. A million values as text would
 * hold the event loop for a second; this takes a few milliseconds.
 *
 * Layout (big-endian, 4 bytes each): dimensions, has-nulls, element type; per dimension its length and lower bound; then per
 * element its size (8) and the IEEE double. Source: `array_recv` and `array_send` in PostgreSQL's arrayfuncs.c.
 */
const headerBytes = 20;
const elementBytes = 12;
const float8Oid = 701;

/** @param parts one after the other */
export function toFloatArray(...parts: readonly (Float64Array | readonly number[])[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length === 0) return emptyArray();
  const buffer = Buffer.alloc(headerBytes + elementBytes * length);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  view.setInt32(0, 1);
  view.setInt32(8, float8Oid);
  view.setInt32(12, length);
  view.setInt32(16, 1);
  let at = headerBytes;
  for (const values of parts) {
    for (let index = 0; index < values.length; index += 1, at += elementBytes) {
      view.setInt32(at, 8);
      view.setFloat64(at + 4, values[index] as number);
    }
  }
  return buffer;
}

function emptyArray(): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(float8Oid, 8);
  return buffer;
}

/** Reads what `array_send(column)` gives. */
export function fromFloatArray(buffer: Buffer): Float64Array {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const length = view.getInt32(0) === 0 ? 0 : view.getInt32(12);
  const values = new Float64Array(length);
  for (let index = 0, at = headerBytes + 4; index < length; index += 1, at += elementBytes) {
    values[index] = view.getFloat64(at);
  }
  return values;
}
