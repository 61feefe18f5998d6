import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { OptOutFile } from '../services/consent/opt-out-file.ts'
import type { RecordRuleService } from '../services/consent/record-rule-service.ts'

/** The handlers for people who opted out, and for restricted records. */
export function createConsentHandlers(optOuts: OptOutFile, recordRules: RecordRuleService): ServiceHandlers['consent'] {
  return {
    optOuts: () => optOuts.read(),
    importOptOuts: ({ text }) => optOuts.import(text),
    recordRules: () => recordRules.read(),
    setRecordRules: (rules) => recordRules.set(rules)
  }
}
