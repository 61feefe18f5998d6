import type { ContentProblem, InstalledMeasure } from '#engine/measures/content/installed-measure.ts'

/** Names that are written out; the rest is counted. */
const named = 2

/** `A, B and 3 more`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, named)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ')
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
    const more = libraries.length > 1 ? `, and ${libraries.length - 1} more` : ''
    parts.push(`${libraries[0]!.replace(/\.$/, '')}${more}. Import the measure with all libraries that it includes.`)
  }
  if (stops.some(({ kind }) => hasNoCodes.includes(kind))) {
    const [counted, them] =
      without.length === 1 ? ['1 value set has no codes', 'it'] : [`${without.length} value sets have no codes`, 'them']
    parts.push(`${counted}: ${listed(without)}. Import ${them}, from VSAC for instance.`)
  }
  if (unsupported.length > 0) parts.push(`${unsupported[0]!} Ask its publisher for a version that does without.`)
  return parts.join(' ')
}
