import { gunzipSync } from 'node:zlib'
import type { NetResponse } from '../ports/host.ts'

const maxBytes = 64 * 1024 * 1024

/** What a small answer said: its text, and its JSON when it is some. */
export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** `undefined` when the text is not JSON: HTML pages, empty bodies. */
  readonly json: unknown
}

/**
 * Reads a whole answer of at most 64 MB of text, decompressed, without a byte order mark.
 * @throws AppError `network` when the body is cut
 */
export async function readReply(response: NetResponse): Promise<HttpReply> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) {
      response.close()
      break
    }
  }
  const raw = Buffer.concat(chunks)
  const text = inflate(raw)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  return { status: response.status, headers: response.headers, text, json: parsed(text) }
}

function inflate(raw: Buffer): Buffer {
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return raw
  try {
    return gunzipSync(raw, { maxOutputLength: maxBytes })
  } catch {
    // Not readable is the same as not JSON: the caller sees text without meaning.
    return Buffer.alloc(0)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
