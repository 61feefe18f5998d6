import type { Handlers } from '#shared/contract/contract.ts'
import type { OptOutFile } from '../services/consent/opt-out-file.ts'

type ConsentMethod = Extract<keyof Handlers, `consent.${string}`>

/** The handlers for people who opted out. */
export function createConsentHandlers(optOuts: OptOutFile): Pick<Handlers, ConsentMethod> {
  return {
    'consent.optOuts': () => optOuts.read(),
    'consent.importOptOuts': async ({ text }) => ({ people: await optOuts.import(text) })
  }
}
