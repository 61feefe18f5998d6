import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import { unappliedExclusions } from '#engine/measures/rates/unapplied-exclusions.ts'
import { cannotCompute } from '#engine/measures/requirements/cannot-compute.ts'
import { storeOfSource } from '#engine/measures/requirements/store-of-source.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { idsOfPeople, peopleInShards } from '#engine/shards/shard.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { measureDeclaration } from '../declarations/measure.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { evaluateMeasures, type EvaluatedMeasures } from '../measure/evaluate-measures.ts'
import { measureOptions, type MeasureOptions } from '../measure/measure-options.ts'
import { patientPrinter, printSummary, printTrace, type UsedVersion } from '../measure/print-results.ts'
import { measureDefinitions } from '../measure/measure-definitions.ts'
import { readContent } from '../measure/read-content.ts'
import { requireCommandRight } from '../data/command-access.ts'
import { definitionStatesOf, requireApprovedFiles } from '../data/approved-definitions.ts'
import { chooseIdentifying, handOutNames, shownId, type IdentifyingChoice } from '../data/identifying-choice.ts'
import { closeAfter, openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus measure`: evaluates measures over a population. */
export const measureCommand = defineCommand(measureDeclaration, async (given, io) => {
  const { values, touched } = given
  const identifying = await chooseIdentifying('measure', values, false, touched, io)
  // Who is in a population, and why, is about single people.
  if (values.patients || values.trace !== undefined) await requireCommandRight('measure', 'people', touched, io)
  return evaluate(measureOptions(given, io.policies), identifying, io)
})

/** What is wrong with the content, known before anything is evaluated. */
function problemsOf(content: MeasureContent): ReadonlySet<string> {
  const found = content.measures.flatMap((measure) => checkMeasure(measure, content).problems)
  return new Set([...content.problems, ...found.map(({ text }) => text)])
}

async function evaluate(options: MeasureOptions, identifying: IdentifyingChoice, io: CommandIo): Promise<ExitCode> {
  const started = performance.now()
  if (options.timeout !== undefined) io.limit?.(options.timeout, m.theCommand)
  const content = await readContent(options.content, options, io)
  for (const problem of problemsOf(content)) io.err(`${terminalText(problem)}\n`)
  const { passphrase, threads } = options
  const isAsked = options.json || io.policies.value('ApprovedDefinitionsOnly')
  const definitions = isAsked ? await measureDefinitions(content) : []
  await requireApprovedFiles(definitions, passphrase, io)
  const states = options.json ? await definitionStatesOf(definitions, passphrase, io) : []
  const memory = { asked: options.memory, leavesRoom: true }
  const opened = await openPopulation(options.data, io, {
    passphrase,
    threads,
    keepFiles: true,
    memory,
    mustRecord: identifying.revealed
  })
  const { shards, files } = opened
  const handOut = handOutNames(opened, identifying)
  const loaded = (performance.now() - started) / 1000
  const facts = {
    patients: peopleInShards(shards),
    byPatient: options.patients,
    ...identifying.facts,
    ...options.smallCells.facts
  }
  const evaluation = handOut(
    { action: 'measures.ran', facts: { measures: content.measures.length, ...facts } },
    async () => {
      const results = await evaluateMeasures(content, shards, defined(files), options, io)
      for (const { measure, reason } of results.failed) io.err(m.cannotBeEvaluated(measure, reason))
      const each = Number(((performance.now() - started) / 1000 / Math.max(1, results.runs.length)).toFixed(3))
      // JSON has no control characters; text for people must not have any from the data.
      const printed = options.json ? io : { ...io, out: (text: string) => io.out(terminalText(text)) }
      const used = definitions.map(({ hash }, index) => ({ hash, state: states[index]! }))
      printResults(results, { ...content, used }, opened, each, { ...options, identifying }, printed)
      return results
    },
    (results) => ({ measures: results.runs.length, ...facts })
  )
  const { runs, failed, seconds, bytes } = await closeAfter(opened, closeAfter(defined(files), evaluation))
  io.err(
    m.loadingSExtractionSMBEvaluation(
      loaded.toFixed(1),
      seconds.extract.toFixed(1),
      (bytes / 1e6).toFixed(1),
      seconds.run.toFixed(1)
    )
  )
  if (runs.length === 0) throw new AppError('not-supported', m.noMeasureCouldBeEvaluated)
  return failed.length > 0 || runs.some(({ problems }) => problems.length > 0) ? 1 : 0
}

/** @param seconds wall time of the whole work, divided by the number of measures */
function printResults(
  { runs, supplemental, traces }: EvaluatedMeasures,
  content: MeasureContent & { readonly used: readonly UsedVersion[] },
  { shards, incomplete, absent }: Pick<OpenedPopulation, 'shards' | 'incomplete' | 'absent'>,
  seconds: number,
  options: MeasureOptions & { readonly identifying: IdentifyingChoice },
  io: CommandIo
): void {
  if (options.patients) {
    const ids = idsOfPeople(shards)
    const printers = runs.map((run) => patientPrinter(run, ids.length, options, io))
    ids.forEach((id, ordinal) => {
      for (const print of printers) print(shownId(id, options.identifying), ordinal)
    })
  }
  for (const trace of traces) printTrace(trace, options, io)
  runs.forEach((run, index) => {
    const place = content.measures.findIndex(({ url }) => url === run.key.measure)
    const measure = content.measures[place]!
    const { evidence } = options
    const data = evidence === undefined ? shards[0]!.store : storeOfSource(shards[0]!.store, evidence)
    const missing = cannotCompute(measure, content, data, { groups: run.groups, period: run.key.period })
    const unapplied = unappliedExclusions(measure, content.libraries, absent)
    const basis = { patients: peopleInShards(shards), missing, unapplied, incomplete, definition: content.used[place] }
    printSummary(measure, run, supplemental[index]!, basis, seconds, options, io)
  })
}
