import { describe, expect, it } from 'vitest'
import { readElmLibrary, type ElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import {
  contentOf,
  failures,
  isNoticed,
  packMeasures,
  packValueSets,
  sharedElm,
  type PackMeasure
} from '../../conformance/pack-content.ts'
import { clauseMutations, mutations } from '../../conformance/pack-mutations.ts'

const measures = packMeasures()
const shared = sharedElm()
const { valueSets } = readMeasureContent([measures[0]!.measure, ...packValueSets()])

/**
 * Clauses that no case can notice, because what they say follows from another one:
 * - an index score that is not there has no day, so that the age on it is not known either;
 * - who is not in the initial population is in no denominator, by the order of populations.
 */
const implied: Readonly<Record<string, readonly string[]>> = {
  'depression-remission': ['"Initial Population" loses part 1 of and'],
  'heart-failure-beta-blocker': ['"Denominator" loses part 1 of and'],
  'heart-failure-ras-inhibitor': ['"Denominator" loses part 1 of and']
}

interface WithStatements {
  readonly library: { readonly statements: { readonly def: readonly { readonly name: string }[] } }
}

/**
 * Makes a function that gives the content of a measure with a change of its logic. Statements that the change leaves alone are
 * those of the measure: to make the same expressions ready for each of many changes takes longer than to evaluate them.
 */
function changing(measure: PackMeasure): (elm: unknown) => MeasureContent {
  const whole = contentOf(measure, shared, valueSets).libraries[0]!
  const statementsOf = (elm: unknown) => (elm as WithStatements).library.statements.def
  const unchanged = new Set(statementsOf(measure.elm))
  return (elm) => {
    const content = contentOf(measure, shared, valueSets, elm)
    const changed = new Set(statementsOf(elm).flatMap((each) => (unchanged.has(each) ? [] : [each.name])))
    const kept = <T>(now: ReadonlyMap<string, T>, before: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
      new Map([...now].map(([name, each]) => [name, changed.has(name) ? each : (before.get(name) ?? each)]))
    const [first, ...others] = content.libraries as readonly [ElmLibrary, ...ElmLibrary[]]
    const defines = kept(first.defines, whole.defines)
    return {
      ...content,
      libraries: [{ ...first, defines, functions: kept(first.functions, whole.functions) }, ...others]
    }
  }
}

describe.each(measures.map((measure) => [measure.id, measure] as const))('%s', (_id, measure) => {
  it('gives every case its populations', () => {
    expect(failures(measure, contentOf(measure, shared, valueSets))).toEqual([])
  })

  it('covers every population', () => {
    const counts = measure.cases.flatMap(({ expected }) =>
      Object.values(expected).map((group) => Object.entries(group))
    )
    const seen = new Set(counts.flat().flatMap(([code, count]) => (count > 0 ? [code] : [])))
    expect(new Set(counts.flat().map(([code]) => code))).toEqual(seen)
  })

  it('has a case that notices each define taken away', () => {
    const changed = changing(measure)
    const unnoticed = mutations(measure.elm)
      .filter(({ elm }) => !isNoticed(measure, changed(elm)))
      .map(({ define, change }) => `"${define}" ${change}`)
    expect(unnoticed).toEqual([])
  })

  it('has a case that notices each clause taken away', () => {
    const changed = changing(measure)
    const unnoticed: string[] = []
    for (const { define, change, elm } of clauseMutations(measure.elm)) {
      if (!isNoticed(measure, changed(elm))) unnoticed.push(`"${define}" ${change}`)
    }
    expect(unnoticed).toEqual(implied[measure.id] ?? [])
  })
})

// FHIRHelpers has functions only, and its conversions are native.
const common = ['PopulusAdherence', 'PopulusCommon']

describe.each(common)('the shared library %s', (id) => {
  const isMeant = (elm: unknown): boolean => readElmLibrary(elm).id === id

  it('has a case that notices each define taken away', () => {
    // The measure that noticed the change before: the next one is often noticed by the same.
    let first = measures[0]!
    const unnoticed = mutations(shared.find(isMeant))
      .filter(({ elm }) => {
        const others = shared.map((library) => (isMeant(library) ? elm : library))
        const notices = (measure: PackMeasure): boolean => isNoticed(measure, contentOf(measure, others, valueSets))
        if (notices(first)) return false
        const found = measures.find((measure) => measure !== first && notices(measure))
        first = found ?? first
        return found === undefined
      })
      .map(({ define, change }) => `"${define}" ${change}`)
    expect(unnoticed).toEqual([])
  })
})
