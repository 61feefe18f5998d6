import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compileView } from '#engine/views/compile-view.ts'
import { parseWithDecimalText } from '#engine/views/decimal-text.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

// Compares the rows of the canonical views with those of Pathling: `npm run peers:pathling -- DATA`. Arguments: the folder of NDJSON,
// and the folder that test/peers/pathling/views.py wrote. Ends with 1 for a difference that
// pathling-differences.json does not list, and for one that it lists and that is gone.

type Row = Readonly<Record<string, unknown>>

/** The reviewed differences. */
interface Reviewed {
  /** What each cause means. */
  readonly causes: Readonly<Record<string, string>>
  /** Cause by view and column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, keyof typeof holds>>>>
  /** Why Pathling has no rows of a view. */
  readonly views: Readonly<Record<string, string>>
}

/** What has to be true of two values that differ for a cause. */
const holds = {
  'utc-instants': (left: unknown, right: unknown): boolean => Date.parse(String(left)) === Date.parse(String(right)),
  'six-places': (left: unknown, right: unknown): boolean => Math.abs(Number(left) - Number(right)) <= 5e-7
}

const [data, theirs] = process.argv.slice(2)
if (data === undefined || theirs === undefined) throw new Error('Usage: pathling.ts DATA ROWS')
const root = resolve(import.meta.dirname, '../..')
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const reviewed = json(join(import.meta.dirname, 'pathling-differences.json')) as Reviewed
const outcomes = json(join(theirs, 'outcomes.json')) as Record<string, number | string>

/** Resources of one type, from the files that begin with its name. */
function resourcesOf(type: string, withDecimalText: boolean): unknown[] {
  return readdirSync(data!)
    .filter((name) => name.split('.')[0] === type)
    .flatMap((name) => readFileSync(join(data!, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line): unknown => (withDecimalText ? parseWithDecimalText(line) : JSON.parse(line)))
}

/** A value as both write it: keys without their type, numbers as numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') {
    const key = /^[A-Z][A-Za-z]+\/([A-Za-z0-9.-]+)$/.exec(value)?.[1]
    return key ?? value
  }
  if (Array.isArray(value)) return value.map(plain)
  return value
}

function ourRows(view: ViewDefinition, columns: ReadonlySet<string> | undefined): Row[] {
  const compiled = compileView(view)
  const rows: Row[] = []
  for (const resource of resourcesOf(view.resource, compiled.needsDecimalText))
    compiled.run(resource, (row) => {
      const entries = compiled.columns
        .map(({ name }, index) => [name, plain(row[index])] as const)
        .filter(([name, value]) => value !== null && value !== undefined && columns?.has(name) !== false)
      rows.push(Object.fromEntries(entries))
    })
  return rows
}

function theirRows(name: string): Row[] {
  return readFileSync(join(theirs!, `${name}.ndjson`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      Object.fromEntries(Object.entries(JSON.parse(line) as Row).map(([column, value]) => [column, plain(value)]))
    )
}

const isSame = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right) ||
  (left !== undefined && right !== undefined && left !== '' && right !== '' && Number(left) === Number(right))

/** Rows in an order that both have: by resource, and within it as the rows came. */
function byResource(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = String(row['id'] ?? Object.values(row)[0])
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

/** How many rows differ, by column, without a cause that holds; `(rows)` where there is another number of rows. */
function differencesOf(
  ours: readonly Row[],
  others: readonly Row[],
  known: Reviewed['columns'][string],
  met: Set<string>
): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (column: string): void => void counts.set(column, (counts.get(column) ?? 0) + 1)
  const [left, right] = [byResource(ours), byResource(others)]
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [mine, yours] = [left.get(key) ?? [], right.get(key) ?? []]
    if (mine.length !== yours.length) add('(rows)')
    else
      for (const [index, row] of mine.entries()) {
        const other = yours[index]!
        for (const column of new Set([...Object.keys(row), ...Object.keys(other)]))
          if (!isSame(row[column], other[column])) {
            const cause = known[column]
            if (cause !== undefined && holds[cause](row[column], other[column])) met.add(column)
            else add(column)
          }
      }
  }
  return counts
}

let compared = 0
let unexpected = 0
const say = (text: string): boolean => process.stdout.write(`${text}\n`)
const problem = (text: string): void => {
  unexpected += 1
  say(text)
}
for (const file of readdirSync(join(root, 'resources/views/r4')).sort()) {
  const name = file.replace(/\.json$/, '')
  const view = json(join(root, 'resources/views/r4', file)) as ViewDefinition
  if (!existsSync(join(theirs, `${name}.ndjson`))) {
    const rows = ourRows(view, undefined).length
    const reason = String(outcomes[name])
    // Without a single resource of the type, Pathling has no table and Populus an empty one.
    if (rows === 0 && reason.startsWith('No data found for resource type')) continue
    if (reviewed.views[name] === undefined) problem(`${name}: not run there, ${rows} rows here (${reason})`)
    continue
  }
  if (reviewed.views[name] !== undefined) problem(`${name}: is run there now`)
  const others = theirRows(name)
  const withRowIndex = JSON.stringify(view).includes('%rowIndex')
  const columns = withRowIndex ? new Set(others.flatMap((row) => Object.keys(row))) : undefined
  const ours = ourRows(view, columns)
  compared += ours.length
  const known = reviewed.columns[name] ?? {}
  const met = new Set<string>()
  const differences = differencesOf(ours, others, known, met)
  const causes = [...met].map((column) => `${column} (${known[column]})`)
  say(`${name}: ${ours.length} rows here, ${others.length} there${causes.length === 0 ? '' : `; ${causes.join(', ')}`}`)
  for (const [column, count] of differences) problem(`${name}: ${column} differs in ${count} rows`)
  for (const column of Object.keys(known)) if (!met.has(column)) problem(`${name}: ${column} differs no longer`)
}
say(`${compared} rows compared, ${unexpected} differences without a review`)
process.exitCode = unexpected === 0 ? 0 : 1
