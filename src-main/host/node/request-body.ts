import type { IncomingMessage } from 'node:http'

/**
 * Reads a request body as UTF-8 text.
 *
 * @returns `undefined` as soon as more than `limit` bytes are announced or have come
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  // The rest of a body that is too long stays unread; the answer closes the connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
