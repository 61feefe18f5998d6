import { contentHash } from '#engine/measures/content/content-hash.ts'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import { unappliedExclusions } from '#engine/measures/rates/unapplied-exclusions.ts'
import { cannotCompute } from '#engine/measures/requirements/cannot-compute.ts'
import { storeOfSource } from '#engine/measures/requirements/store-of-source.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { idsOfPeople, peopleInShards } from '#engine/shards/shard.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { evaluateMeasures, type EvaluatedMeasures } from '../measure/evaluate-measures.ts'
import { readMeasureOptions, type MeasureOptions } from '../measure/measure-options.ts'
import { patientPrinter, printSummary, printTrace } from '../measure/print-results.ts'
import { readContent } from '../measure/read-content.ts'
import { requireApprovedFiles, type GivenDefinition } from '../data/approved-definitions.ts'
import { closeAfter, openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { terminalText } from '../terminal/terminal-text.ts'

const help = `Usage: populus measure <content> --data <path> [options]

Evaluates the quality measures of a bundle or pack (FHIR Measure, Library with ELM, ValueSet) over FHIR data.

  --data <path>        folder, file or archive with the patients' records; may be given more than once. A folder of saved
                       snapshots, or one of them, is opened with its passphrase: from POPULUS_PASSPHRASE, or with
  --passphrase-file <file>
                       the first line of a file that only this account can read, or
  --passphrase-fd <n>  the first line of file descriptor n
  --codes <file>       add codes to the lists of the measures: a table (CSV, XLSX) with the columns list, system, code and
                       display; a crosswalk from NDC with the columns ndc and rxcui, or as a FHIR ConceptMap, by which
                       an NDC counts wherever its RxNorm code or ingredient does; or what the window exported. May be
                       given more than once
  --list <name>        list for the codes of a table without the column list, by title or address
  --period <period>    a year (2025), or two days: 2025-01-01..2025-12-31 (default: the last full year)
  --as-of <day>        leave out records of later days (2025-10-31), as if the measures had run on that day
  --visit yes|no       whether a visit in the period is asked for, instead of what each measure has as its default
  --enrollment yes|no  the same for continuous enrollment
  --patients           print one line per patient with the populations they are in
  --supplemental       count the values of the measures' supplemental data: payer, race, sex …
  --trace <patient>    print how each define and clause came out for one patient
  --time-zone <name>   zone of dates that name none, and of days and years: America/New_York … (default: UTC)
  --evidence chart|claims|both
                       count the records of the chart alone, or of claims alone, and tell what cannot be computed from
                       them (default: both). Claims are ExplanationOfBenefit, Claim and ClaimResponse
  --derive-roles       tell done from not done, and kinds of records, by the data alone, whatever profiles they claim
  --cores <n>          processor cores that read and evaluate, 1 to 99 (default: all); --threads is the same
  --small-cells <n>    suppress counts of 1 to n people in summaries, for what is handed on (default: none, as standard
                       output is the screen of this computer); lines of --patients are no counts
  --reason <text>      what the counts are for; goes to the audit log of a saved snapshot. Name nobody
  --memory <size>      memory to use, such as 4GB (default: half of this computer's). A population that needs more is put
                       into encrypted temporary files, and is evaluated in parts
  --timeout <s>        seconds that everything may take (default: no limit)
  --json               print JSON

Every measure has a budget of steps, memory and time for each person. A measure that exceeds it for ten people is ended,
and the others go on.

Exit codes: 0 everything evaluated, 1 with errors for some patients or from incomplete data, 2 nothing could be evaluated
or wrong usage, 130 cancelled.

Examples: populus measure CMS122-bundle.json --data exports/2026-10 --period 2025 --json
          populus measure resources/measures/core --data exports/2026-10 --codes ndc-rxnorm.csv --codes cpt.xlsx
`

/** `populus measure`: evaluates measures over a population. */
export const measureCommand: CliCommand = {
  name: 'measure',
  help,
  run: async (args, io) => evaluate(readMeasureOptions(args, io.policies), io)
}

/** The measures as the registry has them; not asked for where no policy needs them. */
async function measuresOf(content: MeasureContent, { policies }: CommandIo): Promise<GivenDefinition[]> {
  if (!policies.value('ApprovedDefinitionsOnly')) return []
  return Promise.all(
    content.measures.map(async (measure) => ({
      kind: 'measure' as const,
      title: measure.title ?? measure.url,
      hash: await contentHash(measure, content)
    }))
  )
}

/** What is wrong with the content, known before anything is evaluated. */
function problemsOf(content: MeasureContent): ReadonlySet<string> {
  const found = content.measures.flatMap((measure) => checkMeasure(measure, content).problems)
  return new Set([...content.problems, ...found.map(({ text }) => text)])
}

async function evaluate(options: MeasureOptions, io: CommandIo): Promise<ExitCode> {
  const started = performance.now()
  if (options.timeout !== undefined) io.limit?.(options.timeout, 'The command')
  const content = await readContent(options.content, options, io)
  for (const problem of problemsOf(content)) io.err(`${terminalText(problem)}\n`)
  const { passphrase, threads } = options
  await requireApprovedFiles(await measuresOf(content, io), passphrase, io)
  const memory = { asked: options.memory }
  const opened = await openPopulation(options.data, io, { passphrase, threads, keepFiles: true, memory })
  const { shards, files, incomplete, handOut } = opened
  const unreadable = shards[0]!.store.report.files.reduce((sum, { rejected }) => sum + rejected, 0)
  if (unreadable > 0) io.err(`${unreadable} lines or entries of the data are unreadable and were left out.\n`)
  const loaded = (performance.now() - started) / 1000
  const facts = { patients: peopleInShards(shards), byPatient: options.patients, ...options.smallCells.facts }
  const evaluation = handOut(
    { action: 'measures.ran', facts: { measures: content.measures.length, ...facts } },
    async () => {
      const results = await evaluateMeasures(content, shards, files!, options, io)
      for (const { measure, reason } of results.failed) io.err(`${measure} cannot be evaluated: ${reason}\n`)
      const each = Number(((performance.now() - started) / 1000 / Math.max(1, results.runs.length)).toFixed(3))
      // JSON has no control characters; text for people must not have any from the data.
      const printed = options.json ? io : { ...io, out: (text: string) => io.out(terminalText(text)) }
      printResults(results, content, opened, each, options, printed)
      return results
    },
    (results) => ({ measures: results.runs.length, ...facts })
  )
  const { runs, failed, seconds, bytes } = await closeAfter(opened, closeAfter(files!, evaluation))
  io.err(
    `Loading ${loaded.toFixed(1)} s, extraction ${seconds.extract.toFixed(1)} s (${(bytes / 1e6).toFixed(1)} MB), evaluation ${seconds.run.toFixed(1)} s.\n`
  )
  if (runs.length === 0) return 2
  return incomplete !== undefined ||
    unreadable > 0 ||
    failed.length > 0 ||
    runs.some(({ problems }) => problems.length > 0)
    ? 1
    : 0
}

/** @param seconds wall time of the whole work, divided by the number of measures */
function printResults(
  { runs, supplemental, traces }: EvaluatedMeasures,
  content: MeasureContent,
  { shards, incomplete, absent }: Pick<OpenedPopulation, 'shards' | 'incomplete' | 'absent'>,
  seconds: number,
  options: MeasureOptions,
  io: CommandIo
): void {
  if (options.patients) {
    const ids = idsOfPeople(shards)
    const printers = runs.map((run) => patientPrinter(run, ids.length, options, io))
    ids.forEach((id, ordinal) => {
      for (const print of printers) print(id, ordinal)
    })
  }
  for (const trace of traces) printTrace(trace, options, io)
  runs.forEach((run, index) => {
    const measure = content.measures.find(({ url }) => url === run.key.measure)!
    const { evidence } = options
    const data = evidence === undefined ? shards[0]!.store : storeOfSource(shards[0]!.store, evidence)
    const missing = cannotCompute(measure, content, data, run.groups)
    const unapplied = unappliedExclusions(measure, content.libraries, absent)
    const basis = { patients: peopleInShards(shards), missing, unapplied, incomplete }
    printSummary(measure, run, supplemental[index]!, basis, seconds, options, io)
  })
}
