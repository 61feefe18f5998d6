import { pageHostMessages as m } from '#messages/page-host.ts'
import { AppError, fromWireError, type WireError } from '#shared/app-error.ts'

/** Sends bytes to a one-time address. @throws AppError of the services when they were not taken */
export async function sendBytes(url: string, bytes: Blob): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes
  })
  if (response.ok) return
  if (response.headers.get('content-type')?.startsWith('application/json') === true)
    throw fromWireError((await response.json()) as WireError)
  throw new AppError('internal', m.theFileWasNotTakenChoose, { retryable: true })
}
