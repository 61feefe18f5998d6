import { join } from 'node:path'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { testData } from '../support/test-data.ts'
import { readPack } from './measure-pack.ts'
import { officialOf, withOfficialCodes } from './official-beside.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from './pack-content.ts'

/** Rate of an official measure that a built-in one is modeled on, where it is not the first. */
const rateOfOfficial: Readonly<Record<string, number>> = {
  'high-risk-medication': 2,
  'tobacco-screening-follow-up': 2
}

const codes = ['initial-population', 'denominator', 'denominator-exclusion', 'denominator-exception', 'numerator']

/** How a built-in measure comes out for the cases of the official one. */
export interface OfficialCases {
  readonly total: number
  /** Cases that differ, with what is expected and what came out. */
  readonly differing: readonly string[]
}

/**
 * Evaluates a built-in measure for the official cases of its topic, by its own lists and the official ones of the same concepts. Populations
 * that one of the two does not have are not compared.
 * @returns undefined where the packs are not installed
 */
export function runOfficialCases(id: string): OfficialCases | undefined {
  const packs = testData('conformance/ecqm/dqm-2025')
  if (packs === undefined) return undefined
  const pack = readPack(join(packs, `${officialOf[id]!}.pack.json.gz`))
  const measure = packMeasures().find((each) => each.id === id)!
  const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
  const content = withOfficialCodes(contentOf(measure, sharedElm(), valueSets), pack, true)
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  const differing = pack.cases.flatMap(({ name, patientId, period, bundle, expected }) => {
    const resources = bundle.entry.map(({ resource }) => resource)
    const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
    const { groups, problems } = evaluator.evaluate(patientId, data, period ?? pack.period)
    const ours = new Map(groups[0]!.populations.map(({ code, count }) => [code, count]))
    const theirs = new Map(
      expected.groups[rateOfOfficial[id] ?? 0]!.populations.map(({ code, count }) => [code, count])
    )
    const differences = codes.filter(
      (code) => ours.has(code) && theirs.has(code) && ours.get(code) !== theirs.get(code)
    )
    const texts = differences.map((code) => `${code} ${ours.get(code)} for ${theirs.get(code)}`)
    const wrong = [...texts, ...problems.map(({ message }) => message)]
    return wrong.length === 0 ? [] : [`${name.trim()}: ${wrong.join(', ')}`]
  })
  return { total: pack.cases.length, differing }
}
