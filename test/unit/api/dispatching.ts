import type { Reply } from '#shared/contract/contract.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testServices, textStream, type TestServicesOptions } from '../../support/services.ts'

/** The window that calls. */
export const caller = { windowId: 1 }
/** Services over a fresh data folder. */
export const services = (options: TestServicesOptions = {}) => testServices(temporaryFolder(), options)
/** A file that was chosen. */
export const firstFile = { name: 'Patient.ndjson', read: () => textStream('{}') }

/** `ok`, or the code of the error. */
export function codeOf(reply: Reply): string {
  return reply.ok ? 'ok' : reply.error.code
}
