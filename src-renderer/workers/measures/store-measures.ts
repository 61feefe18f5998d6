import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import { packFile } from '#engine/measures/content/document/pack-file.ts'
import { compareMeasures } from '#engine/measures/content/compare-measures.ts'
import { isContentDocument, type ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { plainBytes } from '#engine/base/ndjson/gunzip.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'
import type { AddedCodes } from '#engine/base/codes/code-additions.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { allPeople, type AllPeople } from '#engine/population/people/all-people.ts'
import { peopleFacts } from '#engine/population/panels/person/people-facts.ts'
import type { PersonFacts } from '#engine/population/panels/person/person-facts.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { compareReports } from '#engine/reports/compare-reports.ts'
import { measureFile, measureFileCounts } from '#engine/reports/report-file.ts'
import { readMeasureReports } from '#engine/reports/read-measure-reports.ts'
import type { DiffPerson, RefreshDiff } from '#engine/measures/results/refresh-diff-result.ts'
import { measuredView } from '#engine/measures/scorecard/run-measure-panel.ts'
import { AppError } from '#shared/app-error.ts'
import { compareRuns } from './compare-runs.ts'
import type { DraftApi } from './draft-protocol.ts'
import { createDrafts } from './draft-runner.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { InstalledContent } from './installed-content.ts'
import { installedLists, unknownOf } from './list-catalog.ts'
import type { MeasuredPopulation } from '../measure-pool/measure-pool.ts'
import type { MeasureApi } from './measure-protocol.ts'
import { createMeasureResultsSession, type MeasureResultsSession } from './measure-results-session.ts'
import { runBySource } from './run-by-source.ts'
import { ReportWriter, type ReportReceiver } from './report-writer.ts'
import { MeasureSession, type MeasureSessionHost } from './measure-session.ts'

/** What measures need of the page and of the store worker. */
export interface StoreMeasuresHost extends MeasureSessionHost, ReportReceiver {
  /** One-time URL of a pack. */
  content(pack: string): Promise<string>
}

/** Measures in the store worker: the installed content, and the results over the loaded population. */
export interface StoreMeasures {
  readonly api: MeasureApi & DraftApi
  readonly content: InstalledContent
  readonly results: MeasureResultsSession
  /** The results over the loaded population. @throws AppError `not-found` when nothing is loaded */
  session(): MeasureSession
  /** Rows for SQL; none of results while nothing is loaded. */
  forTables(): { readonly measures: readonly MeasureRun[]; readonly valueSets: readonly NamedValueSet[] }
  /** The population was replaced, or closed: results and workers of the one before go. */
  reset(): void
}

/** How measures are evaluated unless a run says otherwise. */
const defaultOptions: RunnerOptions = { policy: 'trust-profiles', zone: 'UTC' }

/** What measures are evaluated over and compared with. */
export interface StoreMeasuresDependencies {
  readonly host: StoreMeasuresHost
  /** The loaded population, undefined when there is none; the same object until another one is loaded. */
  readonly loaded: () => MeasuredPopulation | undefined
  /** Ids of people in it under which another id stands for them, with that one. */
  readonly standsFor: () => ReadonlyMap<string, string>
  /** Registries, which take the codes that installed content adds to their lists. */
  readonly registries: { readonly list: readonly Registry[]; setAdded(added: AddedCodes): void }
  /** Star cut points that come with the program. */
  readonly stars: readonly StarTable[]
}

/** Makes the measures of a store worker. */
export function createStoreMeasures({
  host,
  loaded,
  standsFor,
  registries,
  stars
}: StoreMeasuresDependencies): StoreMeasures {
  const content = new InstalledContent(async (pack) => readDocument(await host.content(pack)))
  let current: MeasureSession | undefined
  let options = defaultOptions

  function session(): MeasureSession {
    const population = loaded()
    if (population === undefined) throw new AppError('not-found', m.noDataAreLoadedOpenA)
    if (current?.population !== population) {
      current?.stop()
      current = new MeasureSession(population, content, host)
    }
    return current
  }

  const everybody = (): AllPeople => allPeople(shardedPopulation(session().population.shards, registries.list)[0]!)
  const reports = new ReportWriter(host)
  const results = createMeasureResultsSession({
    content,
    tables: stars,
    absent: () => loaded()?.absent ?? [],
    standsFor,
    population: () => everybody(),
    session
  })

  return {
    content,
    results,
    session,
    forTables: () => ({
      measures: loaded() === undefined || current?.population !== loaded() ? [] : (current?.runs.all ?? []),
      valueSets: content.valueSets()
    }),
    reset() {
      reports.cancel(m.theDataWereClosedOrReplaced)
      current?.stop()
      current = undefined
      results.reset()
    },
    api: {
      ...createDrafts({ content, session, options: () => options, ask: (request) => host.open(request) }),
      async setContent(packs) {
        await content.set(packs)
        registries.setAdded(content.added)
        return content.list(loaded()?.shards[0]?.store)
      },
      async runMeasures(request) {
        options = { policy: request.policy, zone: request.zone }
        return session().run(request)
      },
      async cancelMeasures() {
        current?.cancel()
      },
      async measureRuns() {
        return loaded() === undefined ? [] : session().runs.summaries(content.list(loaded()?.shards[0]?.store))
      },
      openResults: async (snapshot) => session().openResults(snapshot),
      openRunMeasures: async () => session().openRunMeasures(),
      storeResults: async (snapshot) => session().storeResults(snapshot),
      async why(measure, group, patient, period, signal) {
        const opened = content.measureCalled(measure)
        const run = session().runs.of(opened, period)
        const runOptions = run === undefined ? options : { policy: run.key.policy, zone: run.key.zone }
        return session().why(opened, group, patient, period, runOptions, signal)
      },
      async measurePanel(name, period, context, params) {
        return results.measurePanel(name, period, context, params)
      },
      async setWorklist(events) {
        results.setWorklist(events)
        const people = new Set(events.map(({ patient }) => patient))
        return new Map([...standsFor()].filter(([id]) => people.has(id)))
      },
      async setMeasureSettings(settings) {
        results.setSettings(settings)
      },
      async measureFileCounts(what, period, context, params, data) {
        return measureFileCounts(results.input(period), context, what, params, data)
      },
      async measureFile(what, period, context, params) {
        return measureFile(results.input(period), context, what, params)
      },
      async writeReports(what, period, context, params) {
        return reports.write(results.input(period), what, context, params)
      },
      async cancelReports() {
        reports.cancel()
      },
      async compareReports(text, period, context) {
        const input = results.input(period)
        return compareReports(measuredView(input, context), input, readMeasureReports(text).reports)
      },
      async addStarTable(text) {
        return results.addStarTable(text)
      },
      async compareRuns(before, after) {
        const diff = await compareRuns({ before, after }, session(), content, options)
        return withMaskedNames(diff, peopleFacts(everybody()))
      },
      measureSources: async (period, context) => runBySource(session(), content, results.input(period), context),
      async compareMeasures(before, after) {
        return compareMeasures(content.measureCalled(before), content.measureCalled(after))
      },
      async compareValueSets() {
        return content.compareValueSets()
      },
      async codeLists() {
        return installedLists(content, registries.list)
      },
      async unknownCodes() {
        return unknownOf(session().population.shards[0]!.store, content, registries.list)
      },
      async packFile(pack) {
        return packFile(content.document(pack))
      },
      async measureText(measure) {
        return content.texts(content.measureCalled(measure))
      }
    }
  }
}

/** People who are in the loaded data get their masked names. */
function withMaskedNames(diff: RefreshDiff, facts: PersonFacts): RefreshDiff {
  const named = (person: DiffPerson): DiffPerson =>
    person.patient === undefined ? person : { ...person, name: facts.name(person.patient, false) }
  return { ...diff, rates: diff.rates.map((rate) => ({ ...rate, people: rate.people.map(named) })) }
}

/** @throws AppError `unreadable-file` */
async function readDocument(url: string): Promise<ContentDocument> {
  const decoder = new TextDecoder()
  const plain = plainBytes(() => fetchBytes(url))
  let text = ''
  for await (const chunk of plain.chunks) text += decoder.decode(chunk, { stream: true })
  if (plain.failure() !== undefined) throw plain.failure()
  const json = plain.damaged() ? undefined : parsed(text + decoder.decode())
  if (isContentDocument(json)) return json
  throw new AppError('unreadable-file', m.theMeasureContentOnThisComputer)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
