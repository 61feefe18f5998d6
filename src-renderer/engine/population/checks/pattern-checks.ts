import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { defined } from '#shared/language/defined.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import { icd10cm, matchConcepts, snomed } from '../registries/match-concepts.ts'
import type { CodesBySystem } from '../registries/registry-definition.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import { amount, analytes, codesOfAnalyte, type Analyte } from './analytes.ts'
import type { DataCheck } from './data-check.ts'
import { checkIdOf, countResults, resultsOf, resultTables } from './value-checks.ts'
import { verdictsOf } from './verdicts.ts'

/** Fewer results than this say nothing about how values are spread. */
const ENOUGH = 30
/** Fewer people than this are no population whose values have to spread. */
const ENOUGH_PEOPLE = 10
/** Share of the results that one and the same value may make up. */
const SAME_VALUE = 0.5

interface Threshold {
  readonly analyte: string
  readonly value: number
  readonly people: string
  readonly diagnosis: CodesBySystem
}

/** Values on which care is judged: in people with the diagnosis there are always some on each side. */
const thresholds: readonly Threshold[] = [
  {
    analyte: 'systolic',
    value: 140,
    people: m.peopleWithHypertension,
    diagnosis: {
      [icd10cm]: [{ code: 'I10', display: m.essentialHypertension, match: 'prefix' }],
      [snomed]: [
        { code: '59621000', display: m.essentialHypertension },
        { code: '38341003', display: m.hypertensiveDisorder }
      ]
    }
  },
  {
    analyte: 'a1c',
    value: 8,
    people: m.peopleWithDiabetes,
    diagnosis: {
      [icd10cm]: ['E10', 'E11', 'E13'].map((code) => ({ code, display: m.diabetesMellitus, match: 'prefix' })),
      [snomed]: ['44054006', '46635009', '73211009'].map((code) => ({ code, display: m.diabetesMellitus }))
    }
  }
]

/** Checks that judge the values of an analyte together: real measurements vary. */
export function patternChecks(store: Store): DataCheck[] {
  const checks: DataCheck[] = []
  for (const name of resultTables) {
    if (rowsInPopulation(store, name) === 0) continue
    for (const analyte of analytes) {
      if (countResults(store, name, analyte) < ENOUGH) continue
      checks.push(valuesVary(analyte, name))
      for (const threshold of thresholds)
        if (threshold.analyte === analyte.id) checks.push(onBothSides(analyte, threshold, name))
    }
  }
  return checks
}

function valuesVary(analyte: Analyte, name: string): DataCheck {
  return {
    id: checkIdOf('vary', analyte, name),
    kind: 'plausibility',
    aspect: 'atemporal',
    title: m.titleVaries(analyte.title),
    text: m.resultsInWhenThereAreAt(analyte.unit, ENOUGH),
    table: name,
    limit: 0,
    codes: codesOfAnalyte(analyte),
    pattern: true,
    verdicts(store) {
      const table = store.table(name)
      const values = table.column('value', 'number').values
      const rows = resultsOf(store, table, analyte)
      const total = countResults(store, name, analyte)
      const counts = store.inPopulation(
        `values of ${analyte.id} in ${name}`,
        (each) => valuesIn(each, name, analyte),
        (left, right) => addCounts(left, right)
      )
      const [value, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [Number.NaN, 0])
      const isUniform = count > total * SAME_VALUE
      return verdictsOf(table, total < ENOUGH ? [] : rows, (row) => isUniform && values[row] === value)
    }
  }
}

function valuesIn(store: Store, name: string, analyte: Analyte): ReadonlyMap<number, number> {
  const table = store.table(name)
  const values = table.column('value', 'number').values
  const counts = new Map<number, number>()
  for (const row of resultsOf(store, table, analyte)) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1)
  return counts
}

/** Results of people with a diagnosis. */
interface JudgedResults {
  readonly rows: Int32Array
  readonly below: number
  readonly people: number
}

function judgedResults(store: Store, name: string, analyte: Analyte, { value, diagnosis }: Threshold): JudgedResults {
  const table = store.table(name)
  const values = table.column('value', 'number').values
  const diagnosed = peopleWithDiagnosis(store, diagnosis)
  const rows = resultsOf(store, table, analyte).filter((row) => diagnosed[defined(table.patient)[row]!] === 1)
  return {
    rows,
    below: rows.filter((row) => values[row]! < value).length,
    people: new Set(Array.from(rows, (row) => defined(table.patient)[row]!)).size
  }
}

function onBothSides(analyte: Analyte, threshold: Threshold, name: string): DataCheck {
  const { value, people } = threshold
  return {
    id: checkIdOf('both-sides', analyte, name),
    kind: 'plausibility',
    aspect: 'atemporal',
    title: m.onBothSidesOfIn(analyte.title, amount(value, analyte), people),
    text: m.resultsOfWhenThereAreAt(people, ENOUGH, ENOUGH_PEOPLE, amount(value, analyte)),
    table: name,
    limit: 0,
    codes: codesOfAnalyte(analyte),
    pattern: true,
    verdicts(store) {
      const { rows } = judgedResults(store, name, analyte, threshold)
      const [total = 0, below = 0, measured = 0] = store.inPopulation<readonly number[]>(
        `sides of ${analyte.id} in ${name}`,
        (each) => {
          const judged = judgedResults(each, name, analyte, threshold)
          return [judged.rows.length, judged.below, judged.people]
        },
        (left, right) => left.map((count, index) => count + right[index]!)
      )
      const isEnough = total >= ENOUGH && measured >= ENOUGH_PEOPLE
      const allFail = below === 0 || below === total
      return verdictsOf(store.table(name), isEnough ? rows : [], () => allFail)
    }
  }
}

function peopleWithDiagnosis(store: Store, codes: CodesBySystem): Uint8Array {
  const people = new Uint8Array(store.patients)
  const conditions = store.tables.get('condition')
  if (conditions === undefined) return people
  const concepts = new Set(matchConcepts(store.concepts, codes))
  const ids = conditions.column('code', 'concept').ids
  for (let row = 0; row < conditions.rows; row++)
    if (concepts.has(ids[row]!) && defined(conditions.patient)[row]! >= 0) people[defined(conditions.patient)[row]!] = 1
  return people
}
