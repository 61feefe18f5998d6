import * as v from 'valibot'
import type { Draft } from '#shared/contract/drafts.ts'

const Part = v.object({ value: v.object({ id: v.string(), part: v.number(), parts: v.number(), text: v.string() }) })
const Table = v.object({ name: v.string(), text: v.string() })

const partName = /^(risk-table-[0-9a-f]{16}-)\d+$/

/** What the names of all parts of a table begin with; undefined for other drafts. */
export function riskTablePrefix(name: string): string | undefined {
  return partName.exec(name)?.[1]
}

/** A table of risk that the page saved, in as many drafts as it takes. */
export type SavedRiskTable = v.InferOutput<typeof Table>

/**
 * The table that is whole once a draft is saved.
 * @param saved the draft, in the place of one of its name
 * @param others all drafts that are stored
 * @returns undefined for other drafts, and while parts of the table are not there: nothing uses it then
 */
export function completedRiskTable(
  saved: Pick<Draft, 'name' | 'text'>,
  others: readonly Pick<Draft, 'name' | 'text'>[]
): SavedRiskTable | undefined {
  const prefix = riskTablePrefix(saved.name)
  if (prefix === undefined) return undefined
  const beside = others.filter(({ name }) => name !== saved.name && riskTablePrefix(name) === prefix)
  const parts = [saved, ...beside].flatMap(({ text }) => {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Part), text)
    return read.success ? [read.output.value] : []
  })
  const [first] = parts
  const tableParts = parts.filter(({ id }) => id === first?.id).toSorted((left, right) => left.part - right.part)
  if (first === undefined || tableParts.length < first.parts) return undefined
  const table = v.safeParse(v.pipe(v.string(), v.parseJson(), Table), tableParts.map(({ text }) => text).join(''))
  return table.success ? table.output : undefined
}
