import type { SampleView } from '#shared/sample-view.ts'
import type { ClaimRow } from './claim-row.ts'
import { explanationOfBenefitLine } from './explanation-of-benefit.ts'
import { payerClaimLine } from './payer-claim.ts'

/** A claim in the form of the record that it is written to. */
export function claimLine(row: ClaimRow, chart: { readonly subject: string; readonly view: SampleView }): string {
  return chart.view === 'payer' ? payerClaimLine(row, chart.subject) : explanationOfBenefitLine(row, chart.subject)
}
