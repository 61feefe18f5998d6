import { AppError } from '#shared/app-error.ts'

/**
 * Takes the bytes behind a one-time URL.
 * @throws AppError `unreadable-file` when the host refuses
 */
export async function fetchBytes(url: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url)
  if (!response.ok || response.body === null)
    throw new AppError('unreadable-file', 'The file could not be read again. Open the data again.', { retryable: true })
  return response.body
}
