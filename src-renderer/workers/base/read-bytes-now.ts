import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * Reads the bytes behind an address of our own at once, without giving up control. For workers: the page must not wait like this.
 * @throws AppError `unreadable-file` where they are not there, or not all of them
 */
export function readBytesNow(url: string, length: number): Uint8Array<ArrayBuffer> {
  const request = new XMLHttpRequest()
  request.open('GET', url, false)
  request.responseType = 'arraybuffer'
  try {
    request.send()
  } catch {
    throw gone()
  }
  const bytes = request.response as ArrayBuffer | null
  if (request.status !== 200 || bytes?.byteLength !== length) throw gone()
  return new Uint8Array(bytes)
}

function gone(): AppError {
  return new AppError('unreadable-file', m.thePartsOfTheseDataOn)
}
