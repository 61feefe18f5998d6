import { commonMessages as common } from '#messages/common.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { screensGapMessages as m } from '#messages/screens/gap.ts'
import type { WhyNode, WhyPopulation } from '#engine/measures/explain/why-outline.ts'
import type { StatusKind } from '../../ui/primitives/status-kind.ts'

/** Populations whose members are taken out: to be in one of them is the exception. */
const takesOut = /exclusion|exception/

/** One line of the outline as it is drawn. */
export interface WhyLine {
  readonly id: string
  readonly label: string
  /** How deep it stands, from 0. */
  readonly depth: number
  readonly kind: StatusKind
  /** The verdict in a word, for the ear and the tooltip. */
  readonly verdict: string
  /** What it looks for, in words; '' where the lines below say it. */
  readonly detail: string
  /** What stands at the end of the line. */
  readonly note: string
  readonly rows: readonly string[]
  /** What to look at: what is missing for the numerator, or what takes the person out of the measure. */
  readonly mark: 'missing' | 'takes-out' | undefined
  readonly population: boolean
  /** Whether lines hang below it, and whether they are shown. */
  readonly folds: boolean
  readonly unfolded: boolean
  readonly define: WhyNode['define']
}

const deepest = 4

/**
 * The lines of an outline, in order. Of a line with one line below it that says the same, only the upper one stands. What
 * is as it should be is folded at first; what is not shows its parts.
 *
 * @param turned lines that somebody folded or unfolded
 */
export function whyLines(outline: readonly WhyPopulation[], turned: ReadonlySet<string>): readonly WhyLine[] {
  const lines: WhyLine[] = []
  const named = new Set<string>()
  const walk = (node: WhyNode, depth: number, negative: boolean): void => {
    const good = (node.verdict === 'true') !== negative
    const known = node.verdict !== 'not evaluated'
    const children = depth >= deepest ? [] : node.children.filter((child) => !sameAs(node, child))
    const folds = children.length > 0
    const unfolded = folds && (known && !good) !== turned.has(node.id)
    if (node.missing && node.verdict !== 'true') named.add(node.id)
    lines.push({
      id: node.id,
      label: sentenceCase(node.label),
      depth,
      kind: !known ? 'nodata' : node.verdict === 'value' ? 'info' : good ? 'closed' : 'open',
      verdict: verdictWords(node, negative),
      detail: node.detail === undefined || node.detail === node.label ? '' : sentenceCase(node.detail),
      note: noteOf(node, negative),
      rows: rowsOf([node]),
      mark: undefined,
      population: false,
      folds,
      unfolded,
      define: node.define
    })
    if (!unfolded) return
    const below = negative !== (node.join === 'not')
    for (const child of children) walk(child, depth + 1, below)
  }
  for (const population of outline) {
    const negative = takesOut.test(population.code)
    const inside = population.count > 0
    lines.push({
      id: population.id,
      label: negative && !inside ? m.notLabel(population.label.toLowerCase()) : population.label,
      depth: 0,
      kind: inside !== negative ? 'closed' : 'open',
      verdict: inside ? m.inIt : m.notInIt,
      detail: '',
      note: population.repeats ? m.theSameAsAbove : noteOf(population, negative),
      rows: rowsOf([population]),
      mark: undefined,
      population: true,
      folds: population.children.length > 0,
      unfolded: population.children.length > 0 && !turned.has(population.id),
      define: population.define
    })
    if (turned.has(population.id)) continue
    for (const child of population.children) walk(child, 1, negative)
  }
  return marked(lines, outline, named)
}

/** The population that decides where a person stands: the first that keeps them out, else an unmet numerator. */
function deciding(outline: readonly WhyPopulation[]): WhyPopulation | undefined {
  const find = (code: string): WhyPopulation | undefined => outline.find((item) => item.code === code)
  const outside = outline.find(
    ({ code, count, repeats }) => ['initial-population', 'denominator'].includes(code) && count === 0 && !repeats
  )
  const excluded = find('denominator-exclusion')
  if (outside !== undefined) return outside
  if (excluded !== undefined && excluded.count > 0) return excluded
  const numerator = find('numerator')
  if (numerator === undefined || numerator.count > 0) return undefined
  const exception = find('denominator-exception')
  return exception !== undefined && exception.count > 0 ? exception : numerator
}

/**
 * Marks the lines that decide: those that are named as missing, else the deepest that fail.
 *
 * @param named ids of the lines that are missing for the numerator
 */
function marked(
  lines: readonly WhyLine[],
  outline: readonly WhyPopulation[],
  named: ReadonlySet<string>
): readonly WhyLine[] {
  const population = deciding(outline)
  const from = lines.findIndex(({ id }) => id === population?.id)
  if (population === undefined || from < 0) return lines
  const next = lines.findIndex((line, index) => index > from && line.population)
  const end = next < 0 ? lines.length : next
  const unmet = population.code === 'numerator'
  const shown = unmet && lines.some(({ id }) => named.has(id))
  const inside = lines.slice(from, end).some(({ id, kind }) => kind === 'open' && id !== population.id)
  return lines.map((line, index) => {
    const fails = index >= from && index < end && line.kind === 'open' && !line.unfolded && (!inside || index > from)
    return (shown ? named.has(line.id) : fails) ? { ...line, mark: unmet ? 'missing' : 'takes-out' } : line
  })
}

/**
 * The records that decide where a person stands: those that meet the population in which they are, or that the logic looked
 * at for the one that they miss.
 * @param otherClaims claims without a code that the numerator asks for: they decide nothing about it
 */
export function decidingRows(outline: readonly WhyPopulation[], otherClaims: readonly string[]): ReadonlySet<string> {
  const population = deciding(outline) ?? outline.find(({ code }) => code === 'numerator')
  if (population === undefined) return new Set()
  if (population.count === 0) {
    const idle = new Set(population.code === 'numerator' ? otherClaims : [])
    return new Set(rowsOf([population]).filter((row) => !idle.has(row)))
  }
  const rows = new Set<string>()
  const walk = (node: WhyNode): void => {
    const met = node.children.filter(({ verdict }) => verdict === 'true' || verdict === 'value')
    if (met.length === 0) for (const row of rowsOf([node])) rows.add(row)
    else for (const child of met) walk(child)
  }
  walk(population)
  return rows
}

/** Every record that an outline looked at, once. */
export function rowsOf(outline: readonly WhyNode[]): readonly string[] {
  const rows = new Set<string>()
  const walk = (node: WhyNode): void => {
    for (const row of node.rows) rows.add(row)
    for (const child of node.children) walk(child)
  }
  for (const node of outline) walk(node)
  return [...rows]
}

function sameAs(parent: WhyNode, child: WhyNode): boolean {
  return child.label === parent.label && child.children.length === 0
}

function verdictWords(node: WhyNode, negative: boolean): string {
  if (node.verdict === 'not evaluated') return m.notLookedAt
  if (node.verdict === 'null') return common.notKnown
  if (node.verdict === 'value') return m.hasAValue
  const holds = node.verdict === 'true'
  return negative ? (holds ? m.yesWhichTakesThePersonOut : m.noAsItShouldBe) : holds ? 'yes' : 'no'
}

/** @param negative to meet it is what takes the person out */
function noteOf(node: WhyNode, negative: boolean): string {
  const { children, join } = node
  if (negative && join === 'any' && children.length > 1) {
    return m.childrenOfChildrenClear(children.filter(({ verdict }) => verdict !== 'true').length, children.length)
  }
  if (join === 'all' && children.length > 1) {
    return m.childrenOfChildren(children.filter(({ verdict }) => verdict === 'true').length, children.length)
  }
  if (join === 'any' && children.length > 1) return node.named ? m.anyOfThese : ''
  if (node.verdict === 'not evaluated') return m.notNeeded
  const { length } = rowsOf([node])
  // Beside what is not met, a bare number of rows would read as if so many met it.
  if (length > 0) return ['false', 'null'].includes(node.verdict) ? m.rowsLookedAt(length) : m.lengthRows(length)
  return node.verdict === 'false' ? m.n0Rows : ''
}
