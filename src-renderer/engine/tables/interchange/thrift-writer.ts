const encoder = new TextEncoder()

/** Types of the compact protocol. */
const types = { true: 1, false: 2, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const

/** A value of a field; numbers are 32 bit unless they are wrapped. */
export type ThriftValue =
  | number
  | boolean
  | string
  | { readonly i64: number }
  | { readonly list: readonly ThriftValue[] }
  | { readonly struct: ThriftStruct }

/** Fields by their numbers, ascending; those without a value are left out. */
export type ThriftStruct = Readonly<Record<number, ThriftValue | undefined>>

/** Writes a struct in Thrift's compact protocol, which Parquet uses for its headers. */
export function thriftBytes(struct: ThriftStruct): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  writeStruct(out, struct)
  return Uint8Array.from(out)
}

function writeStruct(out: number[], struct: ThriftStruct): void {
  let last = 0
  for (const [key, value] of Object.entries(struct)) {
    if (value === undefined) continue
    const field = Number(key)
    out.push(((field - last) << 4) | typeOf(value))
    last = field
    if (typeof value !== 'boolean') writeValue(out, value)
  }
  out.push(0)
}

function typeOf(value: ThriftValue): number {
  if (typeof value === 'number') return types.i32
  if (typeof value === 'boolean') return value ? types.true : types.false
  if (typeof value === 'string') return types.binary
  if ('i64' in value) return types.i64
  return 'list' in value ? types.list : types.struct
}

function writeValue(out: number[], value: ThriftValue): void {
  if (typeof value === 'number') writeVarint(out, zigzag(value))
  else if (typeof value === 'string') {
    const bytes = encoder.encode(value)
    writeVarint(out, bytes.length)
    for (const byte of bytes) out.push(byte)
  } else if (typeof value === 'boolean') out.push(value ? types.true : types.false)
  else if ('i64' in value) writeVarint(out, zigzag(value.i64))
  else if ('struct' in value) writeStruct(out, value.struct)
  else {
    const { list } = value
    const type = list[0] === undefined ? types.struct : typeOf(list[0])
    if (list.length < 15) out.push((list.length << 4) | type)
    else {
      out.push(0xf0 | type)
      writeVarint(out, list.length)
    }
    for (const each of list) writeValue(out, each)
  }
}

/** Our numbers are never negative. */
function zigzag(value: number): number {
  return value * 2
}

/** Seven bits a byte, the lowest first. @param value whole, 0 … 2^53 */
export function writeVarint(out: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    out.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  out.push(rest)
}
