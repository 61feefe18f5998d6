import { describe, expect, it } from 'vitest'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { tracePatient } from '#engine/measures/run/patient-trace.ts'
import { whyOutline, type WhyNode, type WhyPopulation } from '#engine/measures/explain/why-outline.ts'
import { decidingRows, rowsOf, whyLines } from '../../../src-renderer/screens/gap/why-lines.ts'
import { contentOf, packMeasures, packValueSets, sharedElm, type PackCase } from '../../conformance/pack-content.ts'

const shared = sharedElm()
const measures = packMeasures()
const { valueSets } = readMeasureContent([measures[0]!.measure, ...packValueSets()])

interface Outlined {
  readonly group: string
  readonly outline: readonly WhyPopulation[]
}

/** Makes a function that outlines the cases of a measure. */
function outliner(measure: (typeof measures)[number]): (testCase: PackCase) => readonly Outlined[] {
  const content = contentOf(measure, shared, valueSets)
  const definition = content.measures[0]!
  const { fhir } = new MeasureEvaluator(definition, content).program
  return (testCase) => {
    const data = new PatientResources(testCase.resources, 'derive', fhir)
    const trace = tracePatient(definition, content, testCase.patientId, data, measure.period, {})
    return definition.groups.map(({ id }) => ({
      group: id,
      outline: whyOutline(definition, id, content.libraries, trace)
    }))
  }
}

describe('the outline of a built-in measure', () => {
  it.each(measures.map((measure) => [measure.id, measure] as const))(
    '%s: says of every case what the case expects, and shows what decided it',
    (_, measure) => {
      expect(measure.cases.length).toBeGreaterThan(0)
      const outlinesOf = outliner(measure)
      // People see outlines with the parameters at their defaults.
      for (const testCase of measure.cases.filter(({ options }) => options === undefined)) {
        const there = new Set(
          testCase.resources.map(
            (resource) => `${textOf(resource['resourceType']) ?? ''}/${textOf(resource['id']) ?? ''}`
          )
        )
        for (const { group, outline } of outlinesOf(testCase)) {
          const about = `${testCase.name}, ${group}`
          for (const population of outline) {
            expect(population.count, `${about}: ${population.code}`).toBe(
              testCase.expected[group]?.[population.code] ?? 0
            )
            expect(population.verdict, about).toBe(population.count > 0 ? 'true' : 'false')
            expect(population.children.length > 0, `${about}: ${population.code}`).toBe(!population.repeats)
          }
          const lines = whyLines(outline, new Set())
          for (const { label, rows, verdict, note } of lines) {
            // Beside what is not met, "66 rows" would read as if 66 rows met it.
            if (verdict.startsWith('no,') || verdict === 'no') expect(note, about).not.toMatch(/^[1-9]\d* rows?$/)
            expect(label, about).toMatch(/\S/)
            expect(label, about).not.toMatch(/undefined|\[object/)
            for (const row of rows) expect(there, `${about}: ${row}`).toContain(row)
          }
          const count = (code: string): number => testCase.expected[group]?.[code] ?? 0
          const has = (mark: 'missing' | 'takes-out'): boolean => lines.some((line) => line.mark === mark)
          const excluded = count('denominator-exclusion') > 0
          if (count('initial-population') === 0 || count('denominator') === 0 || excluded) {
            expect(has('takes-out'), `${about}: what takes the person out`).toBe(true)
            expect(has('missing'), `${about}: nothing is asked for`).toBe(false)
          } else if (count('numerator') > 0) {
            expect(has('takes-out') || has('missing'), `${about}: nothing is missing`).toBe(false)
          } else {
            const exception = count('denominator-exception') > 0
            expect(has('takes-out'), `${about}: an exception takes the person out`).toBe(exception)
            const numerator = outline.find(({ code }) => code === 'numerator')
            const fails = numerator?.children.some(({ verdict }) => verdict === 'false' || verdict === 'null') ?? false
            if (!exception && fails) expect(has('missing'), `${about}: what is missing`).toBe(true)
          }
        }
      }
    }
  )

  it('names the records behind what is only computed from them, and not the person', () => {
    const measure = measures.find(({ id }) => id === 'adherence-statins')!
    const testCase = measure.cases.find(({ expected }) => Object.values(expected)[0]?.['numerator'] === 1)!
    const [{ outline } = { outline: [] }] = outliner(measure)(testCase)
    const rowsOf = (label: string): readonly string[] | undefined =>
      outline.flatMap(({ children }) => children).find((line) => line.label === label)?.rows
    expect(rowsOf('Right age')).toEqual([])
    for (const label of ['Two fill days', 'Eighty of a hundred days covered']) {
      expect(rowsOf(label)?.length, label).toBeGreaterThan(0)
      for (const row of rowsOf(label)!) expect(row).toMatch(/^(ExplanationOfBenefit|MedicationDispense|Coverage)\//)
    }
  })

  it('folds what is as it should be, and unfolds it on request', () => {
    const measure = measures.find(({ id }) => id === 'kidney-health-evaluation')!
    const testCase = measure.cases.find(({ expected }) => Object.values(expected)[0]?.['numerator'] === 1)!
    const [{ outline } = { outline: [] }] = outliner(measure)(testCase)
    const lines = whyLines(outline, new Set())
    const folded = lines.find(({ folds, unfolded, population }) => folds && !unfolded && !population)!
    const more = whyLines(outline, new Set([folded.id]))
    expect(more.length).toBeGreaterThan(lines.length)
    expect(more.map(({ id }) => id)).toEqual(expect.arrayContaining(lines.map(({ id }) => id)))
    const [first] = lines
    expect(whyLines(outline, new Set([first!.id])).length).toBeLessThan(lines.length)
  })

  it('tells the records that decide from the others that were looked at', () => {
    const node = (
      id: string,
      verdict: WhyNode['verdict'],
      rows: readonly string[],
      children: WhyNode[] = []
    ): WhyNode => ({
      id,
      label: id,
      named: true,
      verdict,
      join: children.length > 0 ? 'any' : undefined,
      rows,
      define: undefined,
      detail: undefined,
      missing: false,
      children
    })
    const population = (code: string, count: number, children: WhyNode[]): WhyPopulation => ({
      ...node(code, count > 0 ? 'true' : 'false', [], children),
      code,
      count,
      repeats: false
    })
    const eligible = population('denominator', 1, [node('visits', 'true', ['Encounter/1', 'Encounter/2'])])
    const screened = [node('test', 'true', ['Observation/1']), node('scan', 'false', ['Procedure/1'])]
    expect([...decidingRows([eligible, population('numerator', 1, screened)], [])]).toEqual(['Observation/1'])
    // Of what is missing, all that was looked at for it.
    const missed = population('numerator', 0, [node('scan', 'false', ['Procedure/1', 'Procedure/2'])])
    expect([...decidingRows([eligible, missed], [])]).toEqual(['Procedure/1', 'Procedure/2'])
    // A claim for something else decides nothing.
    expect([...decidingRows([eligible, missed], ['Procedure/2'])]).toEqual(['Procedure/1'])
    const taken = population('denominator-exclusion', 1, [
      node('hospice', 'true', ['Encounter/3']),
      ...screened.slice(1)
    ])
    expect([...decidingRows([eligible, taken, missed], [])]).toEqual(['Encounter/3'])
    expect(rowsOf([eligible, taken, missed])).toHaveLength(5)
  })
})
