/** A field of a protobuf message: its number with a number or with bytes. */
export interface ProtobufField {
  readonly number: number
  /** Varints and fixed numbers; 64-bit integers as far as a double holds them. */
  readonly value: number
  /** Of length-delimited fields; empty otherwise. */
  readonly bytes: Uint8Array
  /** 0 varint, 1 fixed64, 2 length-delimited, 5 fixed32. */
  readonly wire: number
}

const nothing = new Uint8Array(0)

/**
 * The fields of a message in their order (Protocol Buffers, encoding).
 * @throws RangeError where the bytes end within a field, TypeError for a wire type that there is not
 */
export function protobufFields(bytes: Uint8Array): readonly ProtobufField[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: ProtobufField[] = []
  let position = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(position++)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
      if (shift > 63n) throw new RangeError('varint')
    }
  }
  while (position < bytes.length) {
    const key = Number(varint())
    const [number, wire] = [key >>> 3, key & 7]
    switch (wire) {
      case 0:
        fields.push({ number, wire, value: Number(BigInt.asIntN(64, varint())), bytes: nothing })
        break
      case 1:
        fields.push({ number, wire, value: view.getFloat64(position, true), bytes: nothing })
        position += 8
        break
      case 2: {
        const length = Number(varint())
        if (position + length > bytes.length) throw new RangeError('length')
        fields.push({ number, wire, value: 0, bytes: bytes.subarray(position, position + length) })
        position += length
        break
      }
      case 5:
        fields.push({ number, wire, value: view.getFloat32(position, true), bytes: nothing })
        position += 4
        break
      default:
        throw new TypeError('wire type')
    }
  }
  return fields
}

/** The numbers of a repeated field, packed or not. */
export function repeatedNumbers(
  fields: readonly ProtobufField[],
  number: number,
  kind: 'float' | 'double' | 'integer'
): readonly number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap((field) => (field.wire === 2 ? packed(field.bytes, kind) : [field.value]))
}

function packed(bytes: Uint8Array, kind: 'float' | 'double' | 'integer'): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (kind === 'float') return Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true))
  if (kind === 'double') return Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(index * 8, true))
  const values: number[] = []
  let [value, shift] = [0n, 0n]
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80) continue
    values.push(Number(BigInt.asIntN(64, value)))
    ;[value, shift] = [0n, 0n]
  }
  return values
}
