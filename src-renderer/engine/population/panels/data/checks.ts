import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import type { CheckOutcome } from '../../checks/run-checks.ts'
import { checkColumn } from '../../checks/check-list.ts'
import type { DataCheck } from '../../checks/data-check.ts'
import type { Citation, Figure } from '../../../base/figures/figure.ts'
import type { CodesBySystem, Registry } from '../../registries/registry-definition.ts'
import type { RowSelector } from '../../../base/figures/filter.ts'
import type { Store } from '../../../store/model/store.ts'
import type { CheckResult, CheckVerdict } from '../results/checks-result.ts'

const framework: Citation = {
  title: m.aHarmonizedDataQualityAssessmentTerminology,
  publisher: m.kahnMGEtAlEGEMs4,
  year: 2016
}

/** A check as screens show it. */
export function checkResult(store: Store, registries: readonly Registry[], outcome: CheckOutcome): CheckResult {
  const { check, checked, failed, people, files, periods } = outcome
  const { id, kind, aspect, title, text, table, column, limit } = check
  return {
    id,
    kind,
    aspect,
    title,
    text,
    table,
    column,
    limit,
    verdict: verdictOf(outcome),
    checked,
    failed: failedRows(store, check, failed),
    people,
    files,
    periods,
    registries: registries.filter((registry) => restsOn(registry, check)).map((registry) => registry.id),
    ofValue: check.codes !== undefined
  }
}

function verdictOf({ checked, failed, check }: CheckOutcome): CheckVerdict {
  if (checked === 0) return 'empty'
  if (failed === 0) return 'passes'
  return failed / checked <= check.limit ? 'rows' : 'fails'
}

function failedRows(store: Store, { id, title, text, table }: DataCheck, failed: number): Figure {
  const asOf = Math.floor(store.snapshot.loadedAt / 86_400_000)
  const rows: RowSelector = { table, asOf, filters: [], where: [{ column: `${checkColumn}${id}`, in: ['failed'] }] }
  return {
    value: failed,
    unit: 'events',
    opens: failed,
    rows,
    provenance: {
      definition: {
        id: `check/${id}`,
        version: '1.0.0',
        title,
        text: m.allDataAreCheckedWhateverThe(text),
        sources: [framework]
      },
      snapshot: store.snapshot,
      asOf,
      filters: []
    }
  }
}

/** Whether a registry's people or their control are told from rows that the check is about. */
function restsOn({ evidence, controls }: Registry, { table, codes }: DataCheck): boolean {
  if (table === 'patient' || table === 'condition') return true
  if (table !== 'observation' && table !== 'observation_component') return false
  const measured = [...evidence, ...controls].flatMap(({ measurement }) => measurement.parts.map((part) => part.codes))
  return codes === undefined ? measured.length > 0 : measured.some((part) => overlap(part, codes))
}

function overlap(a: CodesBySystem, b: CodesBySystem): boolean {
  return Object.entries(b).some(([system, list]) =>
    list.some(({ code }) => a[system]?.some((each) => each.code === code) === true)
  )
}
