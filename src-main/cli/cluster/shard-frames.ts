import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { frameItem, framedItems } from '#shared/contract/item-frames.ts'
import { AppError } from '#shared/app-error.ts'

/** Raised with every change of what the frames between a cluster and `populus shard` mean. */
export const SHARD_PROTOCOL = 1

/** First byte of a frame; see `docs/decisions/0021-the-engine-on-a-cluster.md`. */
export const frameKinds = {
  /** The task as JSON; comes first. */
  task: 1,
  /** Facts of the records that follow, as JSON: a {@link RecordsHead}. */
  records: 2,
  /** Whole lines of NDJSON behind their places in the file; see {@link linesOf}. */
  lines: 3,
  /** Facts of the store that follows, as JSON. */
  store: 4,
  /** Bytes of a store or of a file. */
  bytes: 5,
  /** What the measures of a shard came to, as JSON. */
  measures: 6,
  /** Facts of the file that follows, as JSON: its name. */
  file: 7,
  /** Everything has come; what ends without it was cut off. In answers with facts as JSON. */
  end: 8
} as const
type FrameKind = (typeof frameKinds)[keyof typeof frameKinds]

/** One frame. */
export interface ShardFrame {
  readonly kind: FrameKind
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A frame as bytes, behind its length. */
export function frame(kind: FrameKind, bytes: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const item = new Uint8Array(bytes.length + 1)
  item[0] = kind
  item.set(bytes, 1)
  return frameItem(item)
}

/** A frame of JSON. */
export function jsonFrame(kind: FrameKind, value: unknown): Uint8Array<ArrayBuffer> {
  return frame(kind, new TextEncoder().encode(JSON.stringify(value)))
}

/** The JSON of a frame. @throws AppError `invalid-input` */
export function jsonOf({ bytes }: ShardFrame): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new AppError('invalid-input', m.theInputIsNoneOfACluster, { cause })
  }
}

/** Some lines of a file. */
export interface PlacedLines {
  /** Ascending numbers, one for each line, by which the lines of a file are in its order wherever they go. */
  readonly order: readonly number[]
  readonly text: Uint8Array
}

/** The payload of a frame of lines: their number (4 bytes), a number of 8 bytes for each, and the lines. */
export function linesFrame({ order, text }: PlacedLines): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(4 + order.length * 8 + text.length)
  const view = new DataView(payload.buffer)
  view.setUint32(0, order.length)
  order.forEach((place, line) => view.setFloat64(4 + line * 8, place))
  payload.set(text, 4 + order.length * 8)
  return frame(frameKinds.lines, payload)
}

/** Reads what {@link linesFrame} wrote. @throws AppError `invalid-input` */
export function linesOf(payload: Uint8Array): PlacedLines {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const count = payload.length < 4 ? Number.POSITIVE_INFINITY : view.getUint32(0)
  const start = 4 + count * 8
  if (start > payload.length) throw new AppError('invalid-input', m.theInputIsNoneOfACluster)
  return {
    order: Array.from({ length: count }, (_, line) => view.getFloat64(4 + line * 8)),
    text: payload.subarray(start)
  }
}

const kinds: ReadonlySet<number> = new Set(Object.values(frameKinds))

/** Reads frames one after the other. */
export class FrameReader {
  readonly #items: AsyncGenerator<Uint8Array<ArrayBuffer>, void>
  #ahead: ShardFrame | undefined

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#items = framedItems(input)
  }

  /** The next frame, which stays the next one. @throws AppError `invalid-input` at the end, and for a frame of no known kind */
  async peek(): Promise<ShardFrame> {
    this.#ahead ??= await this.#read()
    return this.#ahead
  }

  /** Takes the next frame. @throws AppError `invalid-input` at the end, and for a frame of no known kind */
  async next(): Promise<ShardFrame> {
    const frame = await this.peek()
    this.#ahead = undefined
    return frame
  }

  /** Takes the next frame, which has to be of a kind. @throws AppError `invalid-input` */
  async expect(kind: FrameKind): Promise<ShardFrame> {
    const frame = await this.next()
    if (frame.kind !== kind) throw new AppError('invalid-input', m.theInputIsNoneOfACluster)
    return frame
  }

  /** The bytes of the frames of a kind that follow each other. */
  async *run(kind: FrameKind): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    while ((await this.peek()).kind === kind) yield (await this.next()).bytes
  }

  async #read(): Promise<ShardFrame> {
    const item = await this.#items.next()
    if (item.done === true) throw new AppError('invalid-input', m.theInputEndedEarly)
    const kind = item.value[0]
    if (kind === undefined || !kinds.has(kind)) throw new AppError('invalid-input', m.theInputIsNoneOfACluster)
    return { kind: kind as FrameKind, bytes: item.value.subarray(1) }
  }
}
