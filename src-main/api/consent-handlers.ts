import type { Handlers } from '#shared/contract/contract.ts'
import type { OptOutFile } from '../services/consent/opt-out-file.ts'
import type { RecordRuleService } from '../services/consent/record-rule-service.ts'

type ConsentMethod = Extract<keyof Handlers, `consent.${string}`>

/** The handlers for people who opted out, and for restricted records. */
export function createConsentHandlers(
  optOuts: OptOutFile,
  recordRules: RecordRuleService
): Pick<Handlers, ConsentMethod> {
  return {
    'consent.optOuts': () => optOuts.read(),
    'consent.importOptOuts': ({ text }) => optOuts.import(text),
    'consent.recordRules': () => recordRules.read(),
    'consent.setRecordRules': (rules) => recordRules.set(rules)
  }
}
