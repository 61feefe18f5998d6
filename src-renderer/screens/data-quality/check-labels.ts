import { activeLocale } from '#shared/messages/locale.ts'
import { screensDataQualityMessages as m } from '#messages/screens/data-quality.ts'
import type { CheckResult, CheckVerdict } from '#engine/population/panels/results/checks-result.ts'
import type { StatusKind } from '../../ui/primitives/status-kind.ts'

/** The result of a check: its mark and its words. */
export const verdictLabels: Readonly<Record<CheckVerdict, { readonly kind: StatusKind; readonly word: string }>> = {
  fails: { kind: 'open', word: m.fails },
  rows: { kind: 'due', word: m.passesWithRowsCapitalized },
  passes: { kind: 'closed', word: m.passes },
  empty: { kind: 'nodata', word: m.nothingToCheck }
}

const order: Readonly<Record<CheckVerdict, number>> = { fails: 0, rows: 1, passes: 2, empty: 3 }

/** Share of the checked rows that failed, 0..1. */
export function failingShare({ checked, failed }: CheckResult): number {
  return checked === 0 ? 0 : (failed.value ?? 0) / checked
}

/** Worst first: what fails, then what passes with rows, each by its share of failing rows. */
export function worstFirst(checks: readonly CheckResult[]): CheckResult[] {
  return checks.toSorted(
    (a, b) =>
      order[a.verdict] - order[b.verdict] ||
      failingShare(b) - failingShare(a) ||
      a.title.localeCompare(b.title, activeLocale)
  )
}

const kinds: Readonly<Record<CheckResult['aspect'], string>> = {
  value: m.conformance,
  relational: m.relational,
  presence: m.completeness,
  uniqueness: m.duplicates,
  atemporal: m.plausibility,
  temporal: m.temporal
}

/** What kind of check it is, in one word. */
export function kindWord({ aspect }: CheckResult): string {
  return kinds[aspect]
}
