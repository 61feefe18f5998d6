import { andList } from '#shared/messages/list-text.ts'
import { screensContentDefinitionsMessages as m } from '#messages/screens/content/definitions.ts'
import { screensContentMessages as general } from '#messages/screens/content.ts'
import type { ContentProblem, InstalledMeasure } from '#engine/measures/content/installed-measure.ts'

/** Names that are written out; the rest is counted. */
const named = 2

/** `A, B and 3 more`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, named)
  const more = names.length - shown.length
  return more > 0 ? general.codesAndCountMore(shown.join(', '), more) : andList(shown)
}

const hasNoCodes: readonly ContentProblem['kind'][] = ['missing-value-set', 'empty-value-set']

/** What is missing so that a measure can run, and what to do; undefined for one that can. */
export function stopText({ problems, valueSets }: InstalledMeasure): string | undefined {
  const stops = problems.filter(({ severity }) => severity === 'stops')
  if (stops.length === 0) return undefined
  const textsOf = (...kinds: readonly ContentProblem['kind'][]): readonly string[] =>
    stops.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
  const libraries = textsOf('no-logic', 'missing-library')
  const unsupported = textsOf('unsupported')
  const without = valueSets.filter(({ codes }) => (codes ?? 0) === 0).map(({ name }) => `“${name}”`)
  const parts: string[] = []
  if (libraries.length > 0) {
    const more = libraries.length > 1 ? m.andMore(libraries.length - 1) : ''
    parts.push(m.importTheMeasureWithAllLibraries(libraries[0]!.replace(/\.$/, ''), more))
  }
  if (stops.some(({ kind }) => hasNoCodes.includes(kind))) {
    const [counted, them] =
      without.length === 1 ? [m.n1ValueSetHasNoCodes, 'it'] : [m.valueSetsHaveNoCodes(without.length), 'them']
    parts.push(m.importFromVSACForInstance(counted, listed(without), them))
  }
  if (unsupported.length > 0) parts.push(m.askItsPublisherForAVersion(unsupported[0]!))
  return parts.join(' ')
}
