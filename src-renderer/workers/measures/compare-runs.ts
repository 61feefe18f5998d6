import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import { isSamePeriod } from '#engine/measures/definition/period-key.ts'
import { compareMeasures } from '#engine/measures/content/compare-measures.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import type { MeasureDefinition } from '#engine/measures/definition/measure-definition.ts'
import { ageRules } from '#engine/measures/changes/age-limits.ts'
import {
  planDiffSteps,
  type DiffMeasure,
  type DiffSide,
  type DiffStep,
  type PlannedStep
} from '#engine/measures/changes/diff-steps.ts'
import { evidenceMove } from '#engine/measures/changes/evidence-move.ts'
import type { MeasureRun, RunKey } from '#engine/measures/run/measure-run.ts'
import { numeratorReads } from '#engine/measures/explain/numerator-reads.ts'
import { refreshDiff } from '#engine/measures/changes/refresh-diff.ts'
import type { RefreshDiff } from '#engine/measures/results/refresh-diff-result.ts'
import { findPerson } from '#engine/shards/person-values.ts'
import { AppError } from '#shared/app-error.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import { stopOf, type InstalledContent } from './installed-content.ts'
import type { DiffChoice } from './measure-protocol.ts'
import type { MeasureSession } from './measure-session.ts'

/** One measure on both sides. */
interface Pair {
  readonly before: MeasureRun
  readonly after: MeasureRun
  /** As it is installed with the content of each side; undefined where that content is no longer here. */
  readonly old: OpenedMeasure | undefined
  readonly fresh: OpenedMeasure | undefined
}

/**
 * Who entered or left the populations between two sides, and why. What has no result on the loaded data is evaluated; the
 * runs between the sides, which tell reasons apart, too.
 * @throws AppError `not-found` when a side has no results
 */
export async function compareRuns(
  choices: { readonly before: DiffChoice; readonly after: DiffChoice },
  session: MeasureSession,
  content: InstalledContent,
  options: RunnerOptions
): Promise<RefreshDiff> {
  const before = await sideOf(choices.before, session, content, options)
  const after = await sideOf(choices.after, session, content, options)
  const installed = (run: MeasureRun): OpenedMeasure | undefined =>
    content.measures.find(({ definition, hash }) => definition.url === run.key.measure && hash === run.key.content)
  const pairs = after.runs.flatMap((run): Pair[] => {
    const first = before.runs.find(({ key }) => key.measure === run.key.measure)
    return first === undefined ? [] : [{ before: first, after: run, old: installed(first), fresh: installed(run) }]
  })
  if (pairs.length === 0) throw noResults()
  const steps = choices.after.snapshot === undefined ? await stepsBetween(pairs, session) : []
  const periods = { before: choices.before.period, after: choices.after.period }
  const measures = pairs.flatMap(({ fresh, old }) => {
    const known = fresh ?? old
    if (known === undefined) return []
    return [diffMeasure(known, choices.after.snapshot === undefined ? session : undefined, periods)]
  })
  return refreshDiff(
    { ...before, runs: pairs.map((pair) => pair.before) },
    { ...after, runs: pairs.map((pair) => pair.after) },
    steps,
    measures
  )
}

/** @param session where the records are loaded that the later side is about */
function diffMeasure(
  { id, definition, content }: OpenedMeasure,
  session: MeasureSession | undefined,
  periods: Parameters<typeof evidenceMove>[4]
): DiffMeasure {
  const { libraries } = content
  const reads = numeratorReads(definition, libraries)
  return {
    id,
    definition,
    ages: ageRules(definition, libraries),
    byRecords: dataRequirements(eligibilityOf(definition), libraries).some(({ type }) => type !== 'Patient'),
    ...(session === undefined
      ? {}
      : {
          evidence: (group, patient) => {
            const { shard, person } = findPerson(session.population.shards, patient)
            return evidenceMove(shard.store, content, reads[group] ?? [], person, periods)
          }
        })
  }
}

/** A measure with only the populations that make somebody eligible. */
function eligibilityOf(definition: MeasureDefinition): MeasureDefinition {
  const codes = ['initial-population', 'denominator', 'measure-population']
  return {
    ...definition,
    groups: definition.groups.map((group) => ({
      ...group,
      populations: group.populations.filter(({ code }) => codes.includes(code)),
      stratifiers: []
    }))
  }
}

function noResults(): AppError {
  return new AppError('not-found', m.oneSideHasNoResultsFor)
}

async function sideOf(
  { snapshot, period, measures = {} }: DiffChoice,
  session: MeasureSession,
  content: InstalledContent,
  options: RunnerOptions
): Promise<DiffSide> {
  const same = ({ key }: { readonly key: RunKey }): boolean => isSamePeriod(key.period, period)
  if (snapshot !== undefined) {
    const { label, people, runs } = await session.resultsOf(snapshot)
    // Results of every content that was ever run may be there; the newest of each measure counts.
    const newest = new Map(
      [...runs]
        .sort((a, b) => a.ranAt - b.ranAt)
        .filter(same)
        .map((run) => [run.key.measure, run])
    )
    if (newest.size === 0) throw noResults()
    return { label, people, runs: [...newest.values()] }
  }
  const chosen = content.measures
    .filter(({ id }) => !id.includes('@'))
    .map(({ id }) => content.measureCalled(measures[id] ?? id))
    .filter((item) => stopOf(item) === undefined)
  // Only measures of packs that have run at all: the others were never asked for.
  const ran = chosen.filter((item) => session.runs.allOf(item).length > 0 || Object.values(measures).includes(item.id))
  await session.run({ measures: ran.map(({ id }) => id), periods: [period], ...options })
  const runs = ran.flatMap((item) => session.runs.of(item, period) ?? [])
  return { label: session.population.shards[0]!.store.snapshot.label, people: session.people, runs }
}

/** The runs on the loaded data that exchange one thing after another; none when the older content is no longer here. */
async function stepsBetween(pairs: readonly Pair[], session: MeasureSession): Promise<readonly DiffStep[]> {
  const known = pairs.flatMap(({ before, after, old, fresh }) =>
    old === undefined || fresh === undefined ? [] : [{ before, after, old, fresh }]
  )
  const [first] = known
  if (first === undefined || known.length < pairs.length) return []
  const changes = known.map(({ old, fresh }) =>
    old.hash === fresh.hash ? undefined : compareMeasures({ ...old }, { ...fresh })
  )
  const changed = {
    codeLists: changes.some((item) => (item?.valueSets.length ?? 0) > 0),
    logic: changes.some((item) => (item?.defines.length ?? 0) + (item?.libraries.length ?? 0) > 0)
  }
  const planned = planDiffSteps(first.before.key, first.after.key, changed)
  const steps: DiffStep[] = []
  for (const step of planned) steps.push({ cause: step.cause, runs: await runStep(step, known, session) })
  return steps
}

async function runStep(
  { content, period }: PlannedStep,
  pairs: readonly { readonly after: MeasureRun; readonly old: OpenedMeasure; readonly fresh: OpenedMeasure }[],
  session: MeasureSession
): Promise<readonly MeasureRun[]> {
  const { policy, zone } = pairs[0]!.after.key
  if (content !== 'mixed') {
    const measures = pairs.map(({ old, fresh }) => (content === 'before' ? old : fresh))
    await session.run({ measures: measures.map(({ id }) => id), periods: [period], policy, zone })
    return measures.flatMap((item) => session.runs.of(item, period) ?? [])
  }
  const runs: MeasureRun[] = []
  for (const { old, fresh } of pairs) {
    const key = m.hashWithHash(old.hash, fresh.hash)
    const mixed = { ...old.content, measures: [old.definition], valueSets: fresh.content.valueSets }
    const measure = { url: old.definition.url, hash: key }
    runs.push(...(await session.runOther(key, mixed, [measure], period, { policy, zone })))
  }
  return runs
}
