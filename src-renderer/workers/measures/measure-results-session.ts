import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import { periodKey } from '#engine/measures/definition/period-key.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { installMeasures } from '#engine/measures/rates/measure-dimensions.ts'
import type { MeasurePanelName, MeasurePanelParams, MeasurePanelResult } from '#engine/measures/results/panels.ts'
import type { StarTableInfo } from '#engine/measures/results/stars-result.ts'
import {
  defaultMeasureSettings,
  type MeasureInput,
  type InputMeasure,
  type MeasureSettings
} from '#engine/measures/rates/measure-input.ts'
import { inputMeasure } from '#engine/measures/packs/input-measure.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { importCutPoints } from '#engine/measures/star-tables/import-cut-points.ts'
import { starTableInfo } from '#engine/measures/stars/star-table-info.ts'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { AllPeople } from '#engine/population/people/all-people.ts'
import { AppError } from '#shared/app-error.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { InstalledContent } from './installed-content.ts'
import type { MeasureSession } from './measure-session.ts'

/** What quality panels are about: everything but the results of measures. */
export interface MeasureResultsSession {
  measurePanel<N extends MeasurePanelName>(
    name: N,
    period: MeasurementPeriod,
    context: Context,
    params: MeasurePanelParams<N>
  ): MeasurePanelResult<N>
  /** The same object as long as nothing of it changes. */
  input(period: MeasurementPeriod): MeasureInput
  setWorklist(events: readonly WorklistEvent[]): void
  setSettings(settings: MeasureSettings): void
  /** @throws AppError `invalid-input` */
  addStarTable(text: string): StarTableInfo
  /** Another population is loaded: its worklist comes later. */
  reset(): void
}

/** Periods whose input is kept. */
const keptInputs = 4

/** @param tables cut points that come with the program */
export function createMeasureResultsSession(parts: {
  readonly content: InstalledContent
  readonly tables: readonly StarTable[]
  population(): AllPeople
  /** Resource types that should be in the data and are not. */
  absent(): readonly string[]
  /** Ids of people under which another id stands for them, with that one. */
  standsFor(): ReadonlyMap<string, string>
  session(): MeasureSession
}): MeasureResultsSession {
  let events: readonly WorklistEvent[] = []
  let settings = defaultMeasureSettings
  let stars = parts.tables
  let inputs = new Map<string, { readonly version: string; readonly input: MeasureInput }>()

  function input(period: MeasurementPeriod): MeasureInput {
    const session = parts.session()
    const absent = parts.absent()
    const key = periodKey(period)
    const version = `${session.population.shards[0]!.store.snapshot.id}|${session.runs.version}|${parts.content.version}`
    const known = inputs.get(key)
    if (known?.version === version) return known.input
    const measures = parts.content.measures.flatMap((measure): InputMeasure[] => {
      const run = session.runs.of(measure, period)
      return run === undefined
        ? []
        : [
            inputMeasure(measure, run, {
              store: session.population.shards[0]!.store,
              absent,
              builtIn: parts.content.isBuiltIn(measure),
              others: session.runs.allOf(measure).filter((item) => item !== run)
            })
          ]
    })
    const standsFor = parts.standsFor()
    const made = { population: parts.population(), measures, stars, events, settings, standsFor }
    installMeasures(made)
    inputs.delete(key)
    inputs.set(key, { version, input: made })
    for (const oldest of inputs.keys()) {
      if (inputs.size <= keptInputs) break
      inputs.delete(oldest)
    }
    return made
  }

  return {
    input,
    measurePanel: (name, period, context, params) => runMeasurePanel(input(period), name, context, params),
    setWorklist(next) {
      events = next
      inputs = new Map()
    },
    setSettings(next) {
      settings = next
      inputs = new Map()
    },
    addStarTable(text) {
      const like = stars[0]
      if (like === undefined) throw new AppError('not-supported', m.thereIsNoTableOfCut)
      const { tables } = importCutPoints(text, like)
      const added = new Set(tables.map((item) => starTableInfo(item).id))
      stars = [...stars.filter((item) => !added.has(starTableInfo(item).id)), ...tables]
      inputs = new Map()
      return starTableInfo(tables[0]!)
    },
    reset() {
      events = []
      inputs = new Map()
    }
  }
}
