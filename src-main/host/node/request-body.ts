import type { IncomingMessage } from 'node:http'

/** A request body is longer than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads a request body as UTF-8 text.
 *
 * @throws BodyTooLarge as soon as more than `limit` bytes are announced or have come
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limit) throw new BodyTooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
