import { screensAuditMessages as m } from '#messages/screens/audit.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import type { StatusKind } from '../../ui/primitives/status-kind.ts'

/** What a check of the log found, in a few words with their mark. @param records how many good ones there are, as it is shown */
export function logSummary(
  { result, setAside }: AuditVerdict,
  records: string
): { readonly kind: StatusKind; readonly text: string } {
  const upTo = `record ${records}`
  if (result === 'problem') return { kind: 'danger', text: m.problemFound }
  if (result === 'unchecked') return { kind: 'due', text: m.checkedInPartUpTo(upTo) }
  if (result === 'unkeyed') return { kind: 'due', text: m.notProtectedByAKeyYet }
  return { kind: setAside > 0 ? 'due' : 'closed', text: m.verifiedUpTo(upTo) }
}
