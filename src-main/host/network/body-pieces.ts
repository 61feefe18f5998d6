import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream'
import { detachBuffer } from '#shared/detach-buffer.ts'

/** Bytes that wait for whoever reads them; with more, the server has to wait. */
const maxWaiting = 256 * 1024

/**
 * The body of an answer, in pieces as they arrive. Frees the memory that the socket read into when the parser has copied the
 * body out of it.
 * @throws what broke the body, when everything that arrived before was read
 */
export async function* bodyPieces(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  const { socket } = message
  const pieces: Buffer[] = []
  let waiting = 0
  let newest: Buffer | undefined
  let isCopied = false
  let end: { readonly error: Error | null | undefined } | undefined
  let wake = (): void => undefined

  const onPiece = (piece: Buffer): void => {
    newest = piece
    pieces.push(piece)
    waiting += piece.length
    if (waiting > maxWaiting) message.pause()
    wake()
  }
  // The parser works between these two, and a piece that it hands out lies in what was read or is a copy.
  const beforeParser = (): void => {
    newest = undefined
  }
  const behindParser = (read: Buffer): void => {
    if (newest !== undefined) isCopied = newest.buffer !== read.buffer
    if (isCopied) detachBuffer(read)
  }
  message.on('data', onPiece)
  socket.prependListener('data', beforeParser).on('data', behindParser)
  // A socket that is kept belongs to the next request.
  message.on('end', () => socket.off('data', beforeParser).off('data', behindParser))
  finished(message, { writable: false }, (error) => {
    end = { error }
    wake()
  })
  try {
    for (;;) {
      const piece = pieces.shift()
      if (piece !== undefined) {
        waiting -= piece.length
        if (waiting === 0) message.resume()
        yield piece
      } else if (end === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else if (end.error != null) throw end.error
      else return
    }
  } finally {
    if (!message.readableEnded) message.destroy()
  }
}
