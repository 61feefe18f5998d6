import { workersMessages as m } from '#messages/workers.ts'
import { AppError, fromWireError, type WireError } from '#shared/app-error.ts'

/**
 * Takes the bytes behind a one-time URL.
 * @param signal ends the reading, which fails with its reason
 * @throws AppError the host's own when it says why, else `unreadable-file`
 */
export async function fetchBytes(url: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url, signal === undefined ? {} : { signal })
  if (response.ok && response.body !== null) return response.body
  if (response.headers.get('content-type') === 'application/json')
    throw fromWireError((await response.json()) as WireError)
  throw new AppError('unreadable-file', m.theFileCouldNotBeRead, { retryable: true })
}
