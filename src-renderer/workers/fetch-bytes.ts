import { AppError, fromWireError, type WireError } from '#shared/app-error.ts'

/**
 * Takes the bytes behind a one-time URL.
 * @throws AppError the host's own when it says why, else `unreadable-file`
 */
export async function fetchBytes(url: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url)
  if (response.ok && response.body !== null) return response.body
  if (response.headers.get('content-type') === 'application/json')
    throw fromWireError((await response.json()) as WireError)
  throw new AppError('unreadable-file', 'The file could not be read again. Open the data again.', { retryable: true })
}
