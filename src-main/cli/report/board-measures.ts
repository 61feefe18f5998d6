import { cliMessages as m } from '#messages/cli.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Board } from '#engine/boards/board.ts'
import { criteriaOf, type SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { TitledValueSet } from '#engine/measures/content/code-lists.ts'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { inputMeasure } from '#engine/measures/packs/input-measure.ts'
import { codesAddedBy, openMeasures, openPack, type OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import { valueSetsOfPacks } from '#engine/measures/packs/value-sets-of-packs.ts'
import { defaultMeasureSettings, type InputMeasure, type MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { AllPeople } from '#engine/population/people/all-people.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { tablesOfYear } from '#engine/measures/star-tables/shipped-tables.ts'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'
import { AppError } from '#shared/app-error.ts'
import type { GivenDefinition } from '../data/approved-definitions.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { evaluateMeasures } from '../measure/evaluate-measures.ts'
import { readDocument } from '../measure/read-content.ts'
import type { CommandIo } from '../terminal/command.ts'
import { statementNeeds, type StatementNeeds } from './statement-needs.ts'

/** Names the measures that come with the program among the packs. */
const builtInPack = 'built-in'

/** A board with the cohorts that it names. */
export interface BoardWithCohorts {
  readonly board: Board
  readonly cohorts: readonly SavedCohort[]
}

/** What measures are evaluated on. */
export interface MeasuredData {
  readonly people: AllPeople
  readonly shards: readonly PopulationShard[]
  readonly files: Pick<OpenedFiles, 'open' | 'spool'>
  readonly absent: readonly string[]
  /** As `--memory` gives it. */
  readonly memory: number | undefined
  readonly period: MeasurementPeriod
}

/** Results of the measures of a board. */
export interface BoardResults {
  readonly input: MeasureInput
  /** Why measures could not be evaluated, by their short names. */
  readonly failed: ReadonlyMap<string, string>
}

/** The measures that a board and its cohorts show something of, as the window installs them. */
export class BoardMeasures {
  /** Those to be evaluated. */
  readonly measures: readonly OpenedMeasure[]
  /** Value sets of all packs. */
  readonly valueSets: readonly TitledValueSet[]
  readonly #stars: readonly StarTable[]

  constructor(measures: readonly OpenedMeasure[], valueSets: readonly TitledValueSet[], stars: readonly StarTable[]) {
    this.measures = measures
    this.valueSets = valueSets
    this.#stars = stars
  }

  /** As the registry of definitions has them. */
  get definitions(): readonly GivenDefinition[] {
    return this.measures.map(({ definition, hash }) => ({
      kind: 'measure',
      title: definition.title ?? definition.url,
      hash
    }))
  }

  /** FHIR types that they retrieve. */
  get types(): readonly string[] {
    const needs = this.measures.flatMap(({ definition, content }) =>
      dataRequirements(definition, content.libraries, false)
    )
    return [...new Set(needs.map(({ type }) => type))]
  }

  /** Evaluates the measures, as the window does with its default settings. @throws AppError as `evaluateMeasures` */
  async evaluate(
    { people, shards, files, absent, memory, period }: MeasuredData,
    io: CommandIo
  ): Promise<BoardResults> {
    const { store } = shards[0]!
    const results = new Map<OpenedMeasure, InputMeasure>()
    const failed = new Map<string, string>()
    for (const group of Map.groupBy(this.measures, ({ pack }) => pack).values()) {
      const content = { ...group[0]!.content, measures: group.map(({ definition }) => definition) }
      const options = {
        period,
        policy: 'trust-profiles' as const,
        zone: 'UTC',
        supplemental: false,
        trace: undefined,
        threads: undefined,
        memory
      }
      const evaluated = await evaluateMeasures(content, shards, files, options, io)
      for (const measure of group) {
        const { definition, id, hash } = measure
        const stopped = evaluated.failed.find((each) => each.measure === definition.url)
        if (stopped !== undefined) failed.set(id, stopped.reason)
        const run = evaluated.runs.find(
          ({ key }) => key.measure === definition.url && key.version === definition.version
        )
        if (run === undefined) continue
        const named = { ...run, key: { ...run.key, snapshot: store.snapshot.id, content: hash } }
        const context = { store, absent, builtIn: measure.pack === builtInPack, others: [] }
        results.set(measure, inputMeasure(measure, named, context))
      }
    }
    const measures = this.measures.flatMap((measure) => results.get(measure) ?? [])
    const input = { population: people, measures, stars: this.#stars, events: [], settings: defaultMeasureSettings }
    return { input, failed }
  }
}

/**
 * Finds the measures of a board among the built-in ones and those of some paths. Nothing is read for a board without any.
 * @throws AppError `unreadable-file`, and `invalid-input` for content that has neither measures nor codes
 */
export async function openBoardMeasures(
  { board, cohorts }: BoardWithCohorts,
  paths: readonly string[],
  io: CommandIo
): Promise<BoardMeasures> {
  const isWanted = wantedMeasures({ board, cohorts })
  if (isWanted === undefined && cohorts.length === 0 && !needsOf(board).some(({ lists }) => lists))
    return new BoardMeasures([], [], [])
  const sources = [
    { hash: builtInPack, path: join(io.resources, 'measures', 'core') },
    ...paths.map((path, index) => ({ hash: `given-${index}`, path }))
  ]
  const packs = []
  for (const { hash, path } of sources)
    packs.push(openPack({ hash }, await readDocument([path], { codes: [], lists: [] }, io)))
  const added = codesAddedBy(packs)
  const measures = isWanted === undefined ? [] : (await openMeasures(packs, added)).filter(isWanted)
  return new BoardMeasures(measures, valueSetsOfPacks(packs, added), await readStars(io.resources))
}

/** Whether a statement of a board reads results of measures. */
export function readsResults(board: Board): boolean {
  return needsOf(board).some(({ results }) => results)
}

function needsOf(board: Board): readonly StatementNeeds[] {
  return board.items.flatMap((item) =>
    item.kind === 'figure' && item.source.of === 'sql' ? [statementNeeds(item.source.statement)] : []
  )
}

/** Whether a board needs a measure; undefined where it needs none. */
function wantedMeasures({ board, cohorts }: BoardWithCohorts): ((measure: OpenedMeasure) => boolean) | undefined {
  const sources = board.items.flatMap((item) =>
    item.kind === 'figure' && item.source.of === 'measures' ? [item.source] : []
  )
  const keys = new Set(sources.flatMap(({ params }) => ('key' in params ? [params.key] : [])))
  const named = new Set(
    cohorts.flatMap(({ definition }) =>
      Array.from(criteriaOf(definition.steps)).flatMap((each) => (each.type === 'measure' ? [each.measure] : []))
    )
  )
  // Which measures a statement is about, only its answer tells.
  if (sources.some(({ panel }) => panel === 'scorecard') || readsResults(board)) return () => true
  if (keys.size + named.size === 0) return undefined
  return ({ id, definition }) =>
    named.has(definition.url.slice(definition.url.lastIndexOf('/') + 1)) ||
    definition.groups.some((group) => keys.has(`${id}/${group.id}`))
}

/** @throws AppError `unreadable-file` when the installation is damaged */
async function readStars(resources: string): Promise<readonly StarTable[]> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(resources, 'stars', `${name}.json`), 'utf8'))
  try {
    return tablesOfYear(await read('2026-c'), await read('2026-d'), await read('links'))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theStarCutPointsOfThis, { cause })
  }
}
