import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import { boardDay } from '#engine/boards/board.ts'
import { readBoard, type ReadBoard } from '#engine/boards/read-board.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { defaultMeasurementPeriod } from '#engine/measures/rates/default-period.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { AppError } from '#shared/app-error.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { buildReport } from '../../../src-renderer/board-reports/build-report.ts'
import { packGroups } from '../../../src-renderer/board-reports/pack-groups.ts'
import { reportFormats } from '../../../src-renderer/board-reports/report-document.ts'
import { leavingReports, type BuildReport } from '../../../src-renderer/board-reports/leaving-report.ts'
import { reportFacts } from '../../../src-renderer/board-reports/report-facts.ts'
import { writeReport } from '../../../src-renderer/board-reports/write-report.ts'
import { zipFiles } from '../../../src-renderer/board-reports/zip-files.ts'
import { toIsoDay } from '../../../src-renderer/ui/format/day.ts'
import { createFormat, type Format } from '../../../src-renderer/ui/format/format.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { requireApprovedFiles, type GivenDefinition } from '../data/approved-definitions.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { BoardCohorts } from '../report/board-cohorts.ts'
import { openBoardMeasures, readsResults } from '../report/board-measures.ts'
import { computeItems } from '../report/compute-items.ts'
import { FigureAnswers } from '../report/figure-answers.ts'
import { reportReserve } from '../report/report-fitness.ts'
import { reportDays, type ReportDay } from '../report/report-days.ts'
import { reportNames } from '../report/report-names.ts'
import { reportDeclaration } from '../declarations/report.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { openPanels } from '../shards/panel-threads.ts'
import { readSecretFile } from '../terminal/secret-file.ts'
import { removeAbandonedDrafts } from '../../storage/files/drafts.ts'
import { requireFolder, withFolder } from '../export/results-folder.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { openNextOutput, writeTogether, type OutputFile, type OutputContent } from './output-file.ts'

/** A report that is to be written: of a day, and of a group of people or of everybody. */
interface WantedReport extends ReportDay {
  readonly label: string | undefined
  readonly filter: Filter | undefined
}

/** `populus report`: the report of a board, or a series of them. */
export const reportCommand = defineCommand(reportDeclaration, async ({ values, positionals: { paths } }, io) => {
  if (values.months !== undefined && values.period !== undefined)
    throw new AppError('invalid-input', m.giveEitherMonthsOrPeriod)
  const { board, cohorts } = await readBoardFile(values.board)
  const formats = values.format.length === 0 ? (['html'] as const) : [...new Set(values.format)]
  const smallCells = smallCellsOf(values, true, io.policies)
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
  await requireFolder(folder)
  const opened = await openPopulation(paths, io, {
    passphrase: passphraseSourceOf(values),
    keepFiles: true,
    memory: { asked: values.memory, leavesRoom: measures.measures.length > 0 }
  })
  const { absent, incomplete, handOut, shards } = opened
  const { store } = shards[0]!
  const registries = loadRegistries(await readRegistries(io.resources))
  const today = Math.floor(Date.now() / 86_400_000)
  const panels = await openPanels(shards, registries, { entry: io.entry, absent })
  try {
    const summarize = () => panels.panel('summary', { asOf: today, filters: [] }, {})
    const { lastDay, identity, ...first } = await summarize()
    let { dimensions } = first
    const last = lastDay ?? today
    const days = reportDays(
      values['as-of'] ?? boardDay(board, last),
      values.months,
      values.period ?? defaultMeasurementPeriod(last)
    )
    const { asOf } = defined(days.at(-1))
    const formatFor = (release: FigureRelease): Format =>
      createFormat({
        locale: activeLocale,
        smallCellLimit: () => smallCells.limit,
        release: () => release,
        dimensions: () => dimensions,
        label: () => store.snapshot.label,
        notes: () => []
      })
    const dimension = dimensions.find(({ id }) => id === values.by)
    if (values.by !== undefined && dimension === undefined)
      throw new AppError(
        'invalid-input',
        m.theseDataCannotBeDividedBy(
          values.by,
          dimensions
            .filter(({ hidden }) => !hidden)
            .slice(0, 12)
            .map(({ id }) => id)
            .join(', ')
        )
      )
    const { groups, leftOut } = packGroups(dimension?.values ?? [], smallCells.limit)
    const divisions: readonly Pick<WantedReport, 'label' | 'filter'>[] =
      dimension === undefined
        ? [{ label: undefined, filter: undefined }]
        : groups.map(({ value, label }) => ({ label, filter: { dimension: dimension.id, values: [value] } }))
    const wanted = days.flatMap((day) => divisions.map((division): WantedReport => ({ ...day, ...division })))
    const definitionsText = ({ start, end }: MeasurementPeriod): string =>
      m.measuresAndRegistriesOfPopulus(
        board.title,
        hash.slice(0, 12),
        findInstallation(import.meta.dirname).version,
        measures.measures.length === 0 ? '' : m.measuresFromTo(start, end)
      )
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
      () =>
        withFolder(folder, async () => {
          const people = allPeople(shardedPopulation(shards, registries)[0]!)
          const fitness = { registries, lastDay: last, absent, measureTypes: measures.types }
          const reserveOf = reportReserve(shards, fitness)
          await removeAbandonedDrafts(folder, Date.now())
          // A name that is taken is told before the figures are computed, which may take long.
          const outputs: { readonly file: string; readonly output: OutputFile }[] = []
          const named = wanted.map(({ label, asOf: day }) => ({ label, day: toIsoDay(day) }))
          const names = formats.map((kind) => reportNames(board.title, named, reportFormats[kind][0]))
          for (const index of wanted.keys()) {
            for (const namesOfKind of names) {
              const file = `${namesOfKind[index]!}${password === undefined ? '' : '.zip'}`
              const output = await openNextOutput(join(folder, file), values.force, io, { option: '--out', file })
              outputs.push({ file, output })
            }
          }
          const builds: BuildReport[] = []
          for (const { period, ...day } of days) {
            const results = await measures.evaluate(
              { people, shards, files: defined(opened.files), absent, memory: values.memory, period },
              io
            )
            const runs = results.input.measures.map(({ run }) => run)
            if (readsResults(board))
              for (const [id, reason] of results.failed)
                problems.add(asSentence(m.statementsHaveNoResultsOf(id, reason)))
            const savedCohorts = new BoardCohorts(people, cohorts, measures.valueSets, runs)
            if (cohorts.length > 0) ({ dimensions } = await summarize())
            const figures = {
              shards,
              registries,
              panels,
              resources: io.resources,
              results,
              valueSets: measures.valueSets,
              cohorts: savedCohorts
            }
            const answers = new FigureAnswers(figures)
            for (const { filter } of divisions) {
              io.err(m.indexOfWanted(builds.length + 1, wanted.length))
              const filters = [
                ...board.filters.filter((each) => each.dimension !== filter?.dimension),
                ...(filter === undefined ? [] : [filter])
              ]
              const context: Context = { asOf: day.asOf, filters }
              const computed = await computeItems(board, answers, context, problems)
              const origin = {
                label: store.snapshot.label,
                limit: smallCells.limit,
                incomplete,
                definitions: definitionsText(period),
                version: findInstallation(import.meta.dirname).version,
                madeAt: Date.now()
              }
              builds.push((release) => {
                const format = formatFor(release)
                return buildReport(board, computed, format, reportFacts(board, context, origin, format), reserveOf)
              })
            }
          }
          const reports = await leavingReports(
            builds,
            () => identity.data,
            async (counts) => {
              const leaving = { what: 'board', format: formats.join(), title: board.title, counts: [...counts] }
              return (await opened.published.enter(leaving, identity, smallCells.limit)).withheld
            }
          )
          for (const report of reports)
            for (const figure of report.unknownFigures) problems.add(m.theFigureOfTheBoardIsNotKnown(figure))
          await writeTogether(
            outputs.map(({ file, output }, place) => {
              const index = Math.floor(place / formats.length)
              const kind = formats[place % formats.length]!
              const contentOf = async (): Promise<OutputContent> => {
                const report = reports[index]!
                const { label } = wanted[index]!
                const titled = label === undefined ? report : { ...report, title: `${report.title}: ${label}` }
                const content = await writeReport(titled, kind)
                if (password === undefined) return [content]
                return [await zipFiles([{ name: file.slice(0, -'.zip'.length), content }], password)]
              }
              return [output, contentOf] as const
            })
          )
          return outputs.map(({ file }) => file)
        }),
      () => facts
    )
    const written = await closeAfter(opened, closeAfter(defined(opened.files), work))
    for (const problem of problems) io.err(`${problem}\n`)
    if (leftOut > 0) io.err(m.groupsWereLeftOutBecauseFew(leftOut))
    if (values.json)
      io.out(
        `${JSON.stringify({ board: board.title, asOf: toIsoDay(asOf), files: written, leftOut, problems: [...problems], ...(incomplete === undefined ? {} : { incomplete }) })}\n`
      )
    else io.out(m.writtenReportsWritten(written.length))
    return problems.size === 0 ? 0 : 1
  } finally {
    await panels.close()
  }
})

/** A cohort as the registry of definitions has it. */
function cohortDefinition({ definition }: SavedCohort): GivenDefinition {
  return { kind: 'cohort', title: definition.title, hash: contentDigest(JSON.parse(JSON.stringify(definition))) }
}

async function readBoardFile(path: string): Promise<ReadBoard> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfBoardCannotBe, {
      cause
    })
  })
  return readBoard(text)
}
