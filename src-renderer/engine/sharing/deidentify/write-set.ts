import { engineSharingDeidentifyMessages as m } from '#messages/engine/sharing/deidentify.ts'
import { configure, TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { csvParts } from '../../tables/interchange/csv-parts.ts'
import type { DeidentifiedSet, DeidentifiedTable } from './deidentified-set.ts'
import { profiles, type DeidentificationProfile } from './profile.ts'
import type { ColumnAccount } from './treat-column.ts'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/** What was done, for who gives the set out and who receives it. It names nobody. */
export interface DeidentificationReport {
  readonly profile: DeidentificationProfile
  readonly engine: string
  readonly people: number
  readonly over89: number
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly columns: readonly ({ readonly name: string } & ColumnAccount)[]
    /** Columns of the source that are not in the set. */
    readonly leftOut: readonly string[]
  }[]
  readonly leftOutTables: readonly string[]
}

/** A set as a zip archive: a CSV file for each table, and the report as JSON and as text. */
export async function writeSet(
  set: DeidentifiedSet,
  engine: string
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly report: DeidentificationReport }> {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  for (const table of set.tables) await zip.add(`${table.name}.csv`, { readable: streamOf(table) })
  const report = reportOf(set, engine)
  await zip.add('report.json', new TextReader(`${JSON.stringify(report, undefined, 2)}\n`))
  await zip.add('REPORT.md', new TextReader(reportText(report)))
  return { bytes: new Uint8Array(await zip.close()), report }
}

function streamOf({ rows, columns }: DeidentifiedTable): ReadableStream<Uint8Array> {
  const parts = csvParts({
    rows: rows.length,
    columns,
    cells: columns.map(
      ({ cell }) =>
        (place) =>
          cell(rows[place]!)
    )
  })
  return new ReadableStream({
    pull(controller) {
      const { done, value } = parts.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    }
  })
}

function reportOf(
  { profile, people, over89, tables, leftOutTables }: DeidentifiedSet,
  engine: string
): DeidentificationReport {
  return {
    profile: profiles[profile],
    engine,
    people,
    over89,
    tables: tables.map(({ name, rows, columns, leftOut }) => ({
      name,
      rows: rows.length,
      columns: columns.map((column) => ({ name: column.name, ...column.account() })),
      leftOut
    })),
    leftOutTables
  }
}

/** A report in words (Markdown). */
function reportText({ profile, engine, people, over89, tables, leftOutTables }: DeidentificationReport): string {
  const lines = [
    `# ${profile.title}`,
    '',
    m.byPopulusAfterPeopleOfWhom(engine, profile.source, people, over89),
    '',
    ...profile.conditions,
    '',
    m.identifiersWhatWasDone,
    '| --- | --- |',
    ...profile.rules.map(({ identifiers, done }) => `| ${identifiers} | ${done} |`),
    '',
    m.tableRowsColumnWrittenChangedLeft,
    '| --- | --- | --- | --- | --- | --- |',
    ...tables.flatMap(({ name, rows, columns }) =>
      columns.map(
        (column) => `| ${name} | ${rows} | ${column.name} | ${column.written} | ${column.changed} | ${column.leftOut} |`
      )
    ),
    '',
    ...tables.flatMap(({ name, leftOut }) =>
      leftOut.length === 0 ? [] : [m.columnsOfThatAreNotWritten(name, leftOut.join(', '))]
    ),
    ...(leftOutTables.length === 0 ? [] : [m.tablesThatAreNotWritten(leftOutTables.join(', '))]),
    ''
  ]
  return lines.join('\n')
}
