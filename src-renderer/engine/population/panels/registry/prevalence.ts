import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { countBits, countCommon } from '../../../base/kernels/bitset.ts'
import { countRuns, pairRuns, type CodeRuns } from '../../../base/kernels/code-runs.ts'
import { ageSexGroups, ageSexText, standardizedShare, usAgeSexWeights } from '../base/age-sex.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { selectByPeriod, periodCodes, periodsKey } from '../base/period-codes.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { sumCounts } from '../base/view.ts'
import { CHARTED_MONTHS, groupsByPeriod } from './new-cases.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'
import { registryFlow } from './registry-flow.ts'

const sources = [
  { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 },
  {
    title: m.ageStandardizationOfDeathRatesImplementation,
    publisher: m.nationalCenterForHealthStatistics,
    year: 1998
  },
  { title: m.intervalOfAStandardizedShare, publisher: m.survMethodol24193201, year: 1998 }
]

/** People in view on a date who are not members, and members. */
interface Answers {
  readonly no: number
  readonly yes: number
}

/** Members ÷ people in view on a date. */
export function prevalenceFigure(view: RegistryView, asOf: number, provenance: Provenance): Figure {
  const [no = 0, yes = 0] = sumCounts(view, (shard) => {
    const people = shard.population.select(asOf, view.peopleFilters)
    const members = shard.population.select(asOf, [filterOn(`registry:${view.registry.id}`, 'yes')])
    const yes = countCommon(people, members)
    return Int32Array.of(countBits(people) - yes, yes)
  })
  return figureOf(view, asOf, { no, yes }, provenance)
}

function figureOf(view: RegistryView, asOf: number, { no, yes }: Answers, provenance: Provenance): Figure {
  const missing = view.population.index.cannotTell(view.registry)
  const rows = peopleRows(asOf, view.memberFilters)
  if (missing !== undefined)
    return { value: undefined, unit: 'proportion', numerator: 0, denominator: no, missing, rows, provenance }
  return shareFigure(yes, no + yes, rows, provenance)
}

/** Age and sex, and membership, at the end of each month; prepared once. */
function memberRuns(view: RegistryView, months: readonly Period[]): CodeRuns {
  const { population, registry } = view
  return population.prepared(`member-runs:${registry.id}`, periodsKey(months), () =>
    pairRuns(groupsByPeriod(view, months), periodCodes(population, `registry:${registry.id}`, months))
  )
}

/** Answers: no, yes and none. */
const ANSWERS = 3

/** People in view by month, age and sex, and answer: `[(month * ageSexGroups + group) * ANSWERS + answer]`. */
function countMembers(view: RegistryView, months: readonly Period[]): Int32Array {
  return sumCounts(view, (shard) =>
    countRuns(memberRuns(shard, months), selectByPeriod(shard.population, months, view.peopleFilters))
  )
}

/** The same of one month, by age and sex. */
function answersIn(counts: Int32Array, month: number): readonly Answers[] {
  return Array.from({ length: ageSexGroups }, (_, group) => {
    const index = (month * ageSexGroups + group) * ANSWERS
    return { no: counts[index]!, yes: counts[index + 1]! }
  })
}

/** The figure standardized for age and sex; undefined when nobody in view has both. */
function standardizedPrevalence(groups: readonly Answers[], crude: Figure): Figure | undefined {
  if (crude.missing !== undefined) return undefined
  // The last group is of people without age or sex.
  const known = groups.slice(0, usAgeSexWeights.length)
  return standardizedShare(
    crude,
    known.map(({ yes }) => yes),
    known.map(({ no, yes }) => no + yes),
    usAgeSexWeights
  )
}

const definitionText = m.membersOfTheRegistryPeopleIn(ageSexText)

/** What the prevalence of a registry means. */
export function prevalenceDefinition(view: RegistryView): Definition {
  return registryDefinition(view, 'prevalence', m.pointPrevalence(view.registry.title), definitionText, sources)
}

/** Prevalence at the end of each month, crude and standardized. */
export function prevalenceSeries(view: RegistryView): RegistryPanel['prevalence'] {
  const { begins, completeTo, notes } = registryFlow(view)
  const definition = prevalenceDefinition(view)
  const provenance = view.provenance(notes.length === 0 ? definition : { ...definition, calculated: notes.join(' ') })
  const months = monthsUpTo(view.asOf, CHARTED_MONTHS, view.span.first)
  // The month of the as-of date stays, whatever the records: it is the prevalence of the key figure.
  const shown = months.filter(
    ({ start }, index) => begins === undefined || start >= begins || index === months.length - 1
  )
  const counts = countMembers(view, shown)
  const both = shown.map((month, index) => {
    const groups = answersIn(counts, index)
    const everybody = groups.reduce((sum, { no, yes }) => ({ no: sum.no + no, yes: sum.yes + yes }), { no: 0, yes: 0 })
    const figure = figureOf(view, month.end, everybody, provenance)
    const point: SeriesPoint = {
      at: month.start,
      label: month.label,
      figure,
      incomplete: month.incomplete || (completeTo !== undefined && month.end > completeTo)
    }
    const adjusted = standardizedPrevalence(groups, figure)
    return { point, standardized: adjusted === undefined ? [] : [{ ...point, figure: adjusted }] }
  })
  const points = both.map(({ point }) => point)
  const standardized = both.flatMap((each) => each.standardized)
  return {
    crude: { id: 'crude', label: m.crude, points },
    standardized:
      standardized.length === 0 ? undefined : { id: 'standardised', label: m.standardizedUS2000, points: standardized },
    notes,
    provenance
  }
}
