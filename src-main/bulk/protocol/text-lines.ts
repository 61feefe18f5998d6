/** The lines of a text that comes in chunks of UTF-8, without their ends; the last one too when nothing ends it. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** A line as it stands in a file. */
export interface ByteLine {
  /** With its end, where it has one. The memory is that of the call. */
  readonly bytes: Buffer
  /** Of its first byte in the file. */
  readonly offset: number
}

/** The lines of a file that comes in chunks, with their ends. */
export async function* byteLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ByteLine, void> {
  let rest = Buffer.alloc(0)
  let offset = 0
  for await (const chunk of chunks) {
    const text = Buffer.concat([rest, chunk])
    let from = 0
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, from)) {
      yield { bytes: text.subarray(from, end + 1), offset: offset + from }
      from = end + 1
    }
    rest = text.subarray(from)
    offset += from
  }
  if (rest.length > 0) yield { bytes: rest, offset }
}
