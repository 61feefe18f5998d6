const encoder = new TextEncoder()

/** UTF-8 of a text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** Splits bytes at the given sizes, again and again; each piece is a copy, so that nothing can look beyond it. */
export function piecesOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let index = 0, turn = 0; index < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length)
    pieces.push(bytes.slice(index, index + size))
    index += size
  }
  return pieces
}

/** A stream of pieces. With `failure` it ends with that error. */
export function streamOf(pieces: readonly Uint8Array[], failure?: Error): ReadableStream<Uint8Array> {
  let position = 0
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[position++]
      if (piece !== undefined) controller.enqueue(piece)
      else if (failure === undefined) controller.close()
      else controller.error(failure)
    }
  })
}
