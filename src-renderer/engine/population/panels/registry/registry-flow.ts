import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { recordFlow, type FlowKind, type RecordFlow } from '../base/record-flow.ts'
import { monthLabel } from '../base/periods.ts'
import { hasMembersByClaims } from '../../selection/population.ts'
import type { RegistryView } from './registry-view.ts'

/** From when to when the records that a registry is made of can be trusted. */
export interface RegistryFlow {
  /** Earlier months are left out of trends: the records had not begun to come in. */
  readonly begins: Day | undefined
  /** The first day on which a first record can be told from an old disease of somebody new. */
  readonly newCasesFrom: Day | undefined
  /** Periods that end later are not complete. */
  readonly completeTo: Day | undefined
  /** In sentences, what that means here. */
  readonly notes: readonly string[]
}

const MONTHS_BEFORE_NEW_CASES = 12
/** Months that trends show at most. */
const TREND_MONTHS = 36

/** The latest beginning and the earliest end of the kinds of records that make somebody a member. */
export function registryFlow(view: RegistryView): RegistryFlow {
  const { registry, population } = view
  return population.once(`registry-flow:${registry.id}@${view.asOf}`, () => {
    const kinds: FlowKind[] = []
    if (Object.keys(registry.codes).length > 0) kinds.push('condition')
    if (registry.evidence.length > 0) kinds.push('observation')
    if (hasMembersByClaims(population, registry)) kinds.push('explanation_of_benefit')
    const flows = kinds.flatMap((kind) => recordFlow(view, kind) ?? [])
    const begins = flows.reduce<Day | undefined>(
      (latest, flow) => (flow.begins === undefined || flow.begins < (latest ?? flow.begins) ? latest : flow.begins),
      undefined
    )
    const last = flows.toSorted((a, b) => a.completeTo - b.completeTo)[0]
    return {
      begins,
      newCasesFrom: begins === undefined ? undefined : addMonths(begins, MONTHS_BEFORE_NEW_CASES),
      completeTo: last?.completeTo,
      notes: [...beginningNote(begins, view.asOf), ...endNote(last, view.asOf), ...onsetNote(view)]
    }
  })
}

/** Says since when there are records, where that is within the months that trends show. */
function beginningNote(begins: Day | undefined, asOf: Day): readonly string[] {
  if (begins === undefined || addMonths(begins, MONTHS_BEFORE_NEW_CASES) < addMonths(asOf, -TREND_MONTHS)) return []
  return [m.recordsBeginInEarlierMonthsAre(monthLabel(begins), MONTHS_BEFORE_NEW_CASES)]
}

/** Says why the last months are not complete, where they are not. */
function endNote(flow: RecordFlow | undefined, asOf: Day): readonly string[] {
  if (flow === undefined || flow.completeTo >= asOf) return []
  return flow.lag === undefined
    ? [m.theRecordsEndInLaterMonths(monthLabel(flow.completeTo))]
    : [m.theLastMonthsAreNotComplete(flow.lag)]
}

/** Says how many members count from an onset, whose recent cases are always too few, and of how many only the year is known. */
function onsetNote({ population, registry }: RegistryView): readonly string[] {
  const { members, dated, years } = population.fact(`members by onset of ${registry.id}`, {
    partial({ index }) {
      const { people, byOnset, yearOnly } = index.membership(registry)
      const marked = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0)
      return { members: people.length, dated: marked(byOnset), years: marked(yearOnly) }
    },
    merge: (left, right) => ({
      members: left.members + right.members,
      dated: left.dated + right.dated,
      years: left.years + right.years
    }),
    finish: (counts) => counts
  })
  const percent = (count: number): number => Math.max(1, Math.round((100 * count) / members))
  return [
    ...(dated === 0 ? [] : [m.ofTheMembersCountFromThe(percent(dated))]),
    ...(years === 0 ? [] : [m.ofTheMembersHaveTheYear(percent(years))])
  ]
}
