const encoder = new TextEncoder()

/** UTF-8 of a text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** Splits bytes at the given sizes, again and again; each piece is a copy, so that nothing can look beyond it. */
export function piecesOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array<ArrayBuffer>[] {
  return [...eachPiece(bytes, sizes)]
}

/** The same pieces, each made when it is asked for: those of a large file are never in memory together. */
export function* eachPiece(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array<ArrayBuffer>> {
  for (let index = 0, turn = 0; index < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length)
    yield bytes.slice(index, index + size)
    index += size
  }
}

/** A stream of pieces. With `failure` it ends with that error. */
export function streamOf(pieces: Iterable<Uint8Array>, failure?: Error): ReadableStream<Uint8Array> {
  const rest = pieces[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      const next = rest.next()
      if (next.done !== true) controller.enqueue(next.value)
      else if (failure === undefined) controller.close()
      else controller.error(failure)
    }
  })
}
