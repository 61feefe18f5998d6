import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import { boardDay } from '#engine/boards/board.ts'
import { readBoard, type ReadBoard } from '#engine/boards/read-board.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { defaultMeasurementPeriod } from '#engine/measures/rates/default-period.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { AppError } from '#shared/app-error.ts'
import { buildReport } from '../../../src-renderer/board-reports/build-report.ts'
import { packGroups } from '../../../src-renderer/board-reports/pack-groups.ts'
import { reportFormats, type ReportFormat } from '../../../src-renderer/board-reports/report-document.ts'
import { reportFacts } from '../../../src-renderer/board-reports/report-facts.ts'
import { writeReport } from '../../../src-renderer/board-reports/write-report.ts'
import { zipFiles } from '../../../src-renderer/board-reports/zip-files.ts'
import { toIsoDay } from '../../../src-renderer/ui/format/day.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { requireApprovedFiles, type GivenDefinition } from '../data/approved-definitions.ts'
import { closeAfter, onlyStore, openPopulation } from '../data/open-population.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { BoardCohorts } from '../report/board-cohorts.ts'
import { openBoardMeasures } from '../report/board-measures.ts'
import { computeItems } from '../report/compute-items.ts'
import { FigureAnswers } from '../report/figure-answers.ts'
import { reportName } from '../report/report-names.ts'
import { readPeriod } from '../measure/measure-options.ts'
import { readAsOf } from '../terminal/as-of.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { readSecretFile } from '../terminal/secret-file.ts'
import { smallCellHelp, smallCellOptions, smallCellsOf } from '../terminal/small-cells.ts'
import { makeFolder, openOutput } from './output-file.ts'

const help = `Usage: populus report <path…> --board FILE --out FOLDER [--format FORMAT]… [--by DIMENSION]
       [--measures PATH]… [--period PERIOD] [--as-of DATE] [--encrypt FILE] [--force] [--json] [--passphrase-file FILE]

Computes a board on FHIR data and writes its report into a folder. The board is the JSON that Boards writes with "Save as a
file". A folder of saved snapshots, or one of them, is opened in place of being read. Run it after "populus refresh" to have
a new report after each refresh.

  --board FILE   the board
  --out FOLDER   where the reports go; made when it is missing
  --format FORMAT  html (default), pptx, xlsx or pictures; may be given several times
  --by DIMENSION   a report for every practice, payer, plan or other group, such as --by practice. Groups of few people get none
  --measures PATH  bundle, pack, folder or code table of measures beside the built-in ones; may be given several times
  --period PERIOD  period of the measures: a year (2025), or two days: 2025-01-01..2025-12-31. By default that which the
                 window shows first: the year of the last day with data, or the twelve months up to it in a young year
  --as-of DATE   date of the figures, YYYY-MM-DD, in place of that of the board
  --encrypt FILE   put every report into a zip archive encrypted with AES-256; FILE holds the password in its first line
  --force        replace reports of the same name
  --json         print one object about what was written
${smallCellHelp}
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

Measures are evaluated as "populus measure" does, with the default settings of the window: targets, links to Star measures and
closed gaps of the window do not count. Cohorts are those that the file of the board defines. Lists of people are not part
of reports.

Example: populus report exports/2026-10 --board quality.board.json --out reports --format html --format pptx --by practice
`

/** `populus report`: the report of a board. */
export const reportCommand: CliCommand = {
  name: 'report',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        board: { type: 'string' },
        out: { type: 'string' },
        format: { type: 'string', multiple: true, default: ['html'] },
        by: { type: 'string' },
        measures: { type: 'string', multiple: true, default: [] },
        period: { type: 'string' },
        'as-of': { type: 'string' },
        encrypt: { type: 'string' },
        force: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    if (positionals.length === 0) throw new AppError('invalid-input', 'Name at least one file or folder.')
    if (values.board === undefined || values.out === undefined)
      throw new AppError('invalid-input', 'Name the board with --board and the folder of the reports with --out.')
    const { board, cohorts } = await readBoardFile(values.board)
    const formats = [...new Set(values.format.map(formatOf))]
    const asked = readAsOf(values['as-of'])
    const smallCells = smallCellsOf(values, true, io.policies)
    const chosenPeriod = values.period === undefined ? undefined : readPeriod(values.period)
    const hash = contentDigest(JSON.parse(JSON.stringify(board)))
    const measures = await openBoardMeasures({ board, cohorts }, values.measures, io)
    const definitions = [
      { kind: 'board' as const, title: board.title, hash },
      ...cohorts.map(cohortDefinition),
      ...measures.definitions
    ]
    await requireApprovedFiles(definitions, passphraseSourceOf(values), io)
    const password =
      values.encrypt === undefined
        ? undefined
        : await readSecretFile({ path: values.encrypt, namedBy: '--encrypt', managed: false })
    const folder = values.out
    const opened = await openPopulation(positionals, io, {
      passphrase: passphraseSourceOf(values),
      keepFiles: true
    })
    const { absent, incomplete, handOut, shards } = opened
    const store = onlyStore(opened)
    const registries = loadRegistries(await readRegistries(io.resources))
    const today = Math.floor(Date.now() / 86_400_000)
    const summarize = () => runPanel(store, registries, 'summary', { asOf: today, filters: [] }, {}, absent)
    const { lastDay, ...first } = summarize()
    let { dimensions } = first
    const period = chosenPeriod ?? defaultMeasurementPeriod(lastDay ?? today)
    const asOf = asked ?? boardDay(board, lastDay ?? today)
    const format = createFormat({
      locale: 'en-US',
      smallCellLimit: () => smallCells.limit,
      dimensions: () => dimensions,
      label: () => store.snapshot.label,
      notes: () => []
    })
    const dimension = dimensions.find(({ id }) => id === values.by)
    if (values.by !== undefined && dimension === undefined)
      throw new AppError(
        'invalid-input',
        `These data cannot be divided by "${values.by}". Give one of ${dimensions
          .filter(({ hidden }) => !hidden)
          .slice(0, 12)
          .map(({ id }) => id)
          .join(', ')}.`
      )
    const { groups, leftOut } = packGroups(dimension?.values ?? [], smallCells.limit)
    const wanted: readonly { readonly label: string | undefined; readonly filter: Filter | undefined }[] =
      dimension === undefined
        ? [{ label: undefined, filter: undefined }]
        : groups.map(({ value, label }) => ({ label, filter: { dimension: dimension.id, values: [value] } }))
    const definitionsText = `${board.title} (${hash.slice(0, 12)}); measures and registries of Populus ${findInstallation(import.meta.dirname).version}${measures.measures.length === 0 ? '' : `; measures from ${period.start} to ${period.end}`}`
    const facts = {
      what: 'board',
      format: formats.join(','),
      encrypted: password !== undefined,
      masked: true,
      ...smallCells.facts
    }
    const problems = new Set<string>()
    const work = handOut(
      { action: 'data.exported', facts },
      async () => {
        const people = allPeople(populationOf(store, registries))
        const results = await measures.evaluate({ people, shards, files: opened.files!, absent, period }, io)
        const runs = results.input.measures.map(({ run }) => run)
        const savedCohorts = new BoardCohorts(people, cohorts, measures.valueSets, runs)
        if (cohorts.length > 0) ({ dimensions } = summarize())
        const figures = { store, registries, absent, resources: io.resources, results, cohorts: savedCohorts }
        const answers = new FigureAnswers(figures)
        await makeFolder(folder)
        const files: string[] = []
        for (const [index, { label, filter }] of wanted.entries()) {
          io.err(`${index + 1} of ${wanted.length}\n`)
          const filters = [
            ...board.filters.filter((each) => each.dimension !== filter?.dimension),
            ...(filter === undefined ? [] : [filter])
          ]
          const context: Context = { asOf, filters }
          const computed = await computeItems(board, answers, context, problems)
          const origin = {
            label: store.snapshot.label,
            limit: smallCells.limit,
            incomplete,
            definitions: definitionsText,
            version: findInstallation(import.meta.dirname).version,
            madeAt: Date.now()
          }
          const report = buildReport(board, computed, format, reportFacts(board, context, origin, format))
          const titled = label === undefined ? report : { ...report, title: `${report.title}: ${label}` }
          for (const kind of formats) {
            const name = reportName(board.title, label, toIsoDay(asOf), reportFormats[kind][0])
            const content = await writeReport(titled, kind)
            const file = password === undefined ? name : `${name}.zip`
            const output = await openOutput(join(folder, file), values.force, io, false)
            await output.write([password === undefined ? content : await zipFiles([{ name, content }], password)])
            files.push(file)
          }
        }
        return files
      },
      () => facts
    )
    const written = await closeAfter(opened.files!, work)
    for (const problem of problems) io.err(`${problem}\n`)
    if (leftOut > 0) io.err(`${leftOut} groups were left out because few people are in them.\n`)
    if (values.json)
      io.out(
        `${JSON.stringify({ board: board.title, asOf: toIsoDay(asOf), files: written, leftOut, problems: [...problems] })}\n`
      )
    else io.out(`${written.length} ${written.length === 1 ? 'report' : 'reports'} written\n`)
    return incomplete === undefined && problems.size === 0 ? 0 : 1
  }
}

/** A cohort as the registry of definitions has it. */
function cohortDefinition({ definition }: SavedCohort): GivenDefinition {
  return { kind: 'cohort', title: definition.title, hash: contentDigest(JSON.parse(JSON.stringify(definition))) }
}

function formatOf(name: string): ReportFormat {
  if (Object.hasOwn(reportFormats, name)) return name as ReportFormat
  throw new AppError(
    'invalid-input',
    `There is no form "${name}". The forms are ${Object.keys(reportFormats).join(', ')}.`
  )
}

async function readBoardFile(path: string): Promise<ReadBoard> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', 'The file of --board cannot be read. Check its name and who may read it.', {
      cause
    })
  })
  return readBoard(text)
}
