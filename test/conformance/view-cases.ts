import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { compileView, type CompiledView } from '#engine/views/compile-view.ts'
import { parseWithDecimalText } from '#engine/views/decimal-text.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

/** One official case. A view is whatever the file holds: some cases are about definitions that are not valid. */
interface ViewCase {
  readonly title: string
  readonly view: unknown
  readonly expect?: readonly Record<string, unknown>[]
  readonly expectColumns?: readonly string[]
  readonly expectCount?: number
  readonly expectError?: boolean
}

/** A case with the resources of its file. */
export interface LoadedCase {
  readonly file: string
  readonly test: ViewCase
  readonly resources: readonly unknown[]
}

/**
 * Reads the official SQL on FHIR cases below `folder`: every JSON file of `tests` and of `tests-newer`.
 * @returns the cases in the order of files, none when the folder holds none
 */
export function loadViewCases(folder: string): LoadedCase[] {
  return ['tests', 'tests-newer']
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const suite = parseWithDecimalText(readFileSync(join(folder, file), 'utf8')) as {
        resources: readonly unknown[]
        tests: readonly ViewCase[]
      }
      return suite.tests.map((test) => ({ file, test, resources: suite.resources }))
    })
}

/** @returns undefined when the case passes, else why it fails */
export function runViewCase({ test, resources }: LoadedCase): string | undefined {
  const findings: string[] = []
  const rows: Record<string, unknown>[] = []
  let view: CompiledView
  try {
    view = compileView(test.view as ViewDefinition)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error
    return test.expectError === true ? undefined : `the view was refused: ${error.message}`
  }
  for (const resource of resources) {
    view.run(
      resource,
      (row) => rows.push(Object.fromEntries(view.columns.map((column, i) => [column.name, structuredClone(row[i])]))),
      (finding) => findings.push(`${finding.kind} at ${finding.place}`)
    )
  }
  if (test.expectError === true) return findings.length > 0 ? undefined : 'an error was expected'
  if (findings.length > 0) return findings.join('; ')
  if (test.expectCount !== undefined && rows.length !== test.expectCount) return `${rows.length} rows`
  return compareColumns(view, test) ?? (test.expect === undefined ? undefined : compareRows(rows, test.expect))
}

/** The order of columns: as `expectColumns` says, else that in which the select names them. */
function compareColumns(view: CompiledView, test: ViewCase): string | undefined {
  const names = view.columns.map((column) => column.name)
  const expected = test.expectColumns ?? columnsInOrder((test.view as ViewDefinition).select)
  return isDeepStrictEqual(names, expected) ? undefined : `columns ${names.join(', ')}; expected ${expected.join(', ')}`
}

function columnsInOrder(selects: ViewDefinition['select']): string[] {
  return selects.flatMap((select) => [
    ...(select.column ?? []).map((column) => column.name),
    ...columnsInOrder(select.select ?? []),
    ...columnsInOrder((select.unionAll ?? []).slice(0, 1))
  ])
}

/** Rows are a multiset: their order does not count, and a missing cell is null. */
function compareRows(rows: readonly Record<string, unknown>[], expected: readonly Record<string, unknown>[]) {
  const open = [...rows]
  const missing = expected.filter((row) => {
    const position = open.findIndex((candidate) => isDeepStrictEqual(candidate, row))
    if (position >= 0) open.splice(position, 1)
    return position < 0
  })
  if (missing.length === 0 && open.length === 0) return undefined
  return `missing ${JSON.stringify(missing)}, too many ${JSON.stringify(open)}`
}
