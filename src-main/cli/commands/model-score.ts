import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { commonMessages as common } from '#messages/common.ts'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ModelDocument } from '#engine/models/document/model-document.ts'
import { modelDrift } from '#engine/models/scoring/model-drift.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { readOnnx } from '#engine/models/onnx/onnx-model.ts'
import { onnxScores } from '#engine/tables/features/onnx-scores.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { modelRiskTable } from '#engine/tables/risk/model-risk.ts'
import { shownPeople } from '#engine/tables/model/table-parts.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import type { ConceptTable } from '#engine/store/model/concept-table.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { AppError } from '#shared/app-error.ts'
import { resultsHandedOut } from '../data/hand-out.ts'
import { requireApprovedFiles } from '../data/approved-definitions.ts'
import { chooseIdentifying, handOutNames, type IdentifyingChoice } from '../data/identifying-choice.ts'
import { closeAfter } from '../data/open-population.ts'
import type { ValuesOf } from '../../host/arguments/declaration.ts'
import { modelScoreDeclaration } from '../declarations/model.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from './output-file.ts'
import { modelDay, openModelData, readModelFile } from './model-data.ts'

type ScoreOptions = ValuesOf<typeof modelScoreDeclaration>

/** `populus model score`. */
export const modelScoreCommand = defineCommand(
  modelScoreDeclaration,
  async ({ values, positionals: { paths }, touched }, io) => {
    const { model, onnx, timeout } = values
    const identifying = await chooseIdentifying('model', values, values.out !== undefined, touched, io)
    if (timeout !== undefined) io.limit?.(timeout, m.theCommand)
    if (onnx !== undefined) return scoreOnnx(paths, onnx, values, identifying, io)
    if (model === undefined) throw new AppError('invalid-input', m.nameTheFileOfTheModel)
    return scoreSealedModel(paths, model, values, identifying, io)
  }
)

async function scoreSealedModel(
  paths: readonly string[],
  file: string,
  values: ScoreOptions,
  identifying: IdentifyingChoice,
  io: CommandIo
): Promise<ExitCode> {
  const { document, hash } = await readModelFile(file)
  if (values.out !== undefined)
    await requireApprovedFiles([{ kind: 'model', title: document.title, hash }], passphraseSourceOf(values), io)
  const smallCells = smallCellsOf(values, false, io.policies)
  const output =
    values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
  const opened = await openModelData(paths, values, io, identifying.revealed)
  const { population, risk, asOf, incomplete } = opened
  const handOut = handOutNames(opened, identifying)
  const { store } = population
  const people = allPeople(population)
  const results = resultsHandedOut('model', output && 'csv', { ...identifying.facts, ...smallCells.facts })
  const work = handOut(
    results,
    async () => {
      const scored = scorePopulation(people, risk, document, asOf)
      const answer = {
        outcome: document.outcome.id,
        model: hash,
        asOf: modelDay(asOf),
        ...countsOf(document, scored.risks, smallCells.limit),
        drift: modelDrift(people, risk, document, scored, asOf),
        ...(incomplete === undefined ? {} : { incomplete })
      }
      if (answer.drift.otherMethods !== undefined) io.err(`${answer.drift.otherMethods}\n`)
      if (output !== undefined) {
        const source = m.populusAsOfModel(store.snapshot.label, modelDay(asOf), hash.slice(0, 12))
        const table = modelRiskTable(people, document.title, scored)
        await output.write(await writePeople(table, store.concepts, source, identifying))
        io.err(m.rowsPeopleWritten(scored.risks.length))
      }
      if (values.json) io.out(`${JSON.stringify(answer)}\n`)
      else
        io.out(
          m.peopleMeanPredictedRiskOfFeatures(
            terminalText(document.title),
            answer.asOf,
            answer.people ?? common.suppressed,
            answer.meanRisk === null ? common.cannotBeComputed : answer.meanRisk.toFixed(3),
            answer.drift.features.filter(({ moved }) => moved !== 'no').length,
            answer.drift.features.length
          )
        )
      return scored
    },
    (scored) => ({ ...results.facts, rows: output === undefined ? 0 : (scored?.risks.length ?? 0) })
  )
  await closeAfter(opened, work)
  return 0
}

/** With a model that was trained elsewhere, about all who are alive. */
async function scoreOnnx(
  paths: readonly string[],
  file: string,
  values: ScoreOptions,
  identifying: IdentifyingChoice,
  io: CommandIo
): Promise<ExitCode> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfOnnxCannotBe, {
      cause
    })
  })
  const model = readOnnx(bytes)
  if (values.out !== undefined)
    await requireApprovedFiles(
      [{ kind: 'model', title: basename(file), hash: createHash('sha256').update(bytes).digest('hex') }],
      passphraseSourceOf(values),
      io
    )
  const smallCells = smallCellsOf(values, false, io.policies)
  const output =
    values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
  const opened = await openModelData(paths, values, io, identifying.revealed)
  const { population, asOf, incomplete } = opened
  const handOut = handOutNames(opened, identifying)
  const { store } = population
  const results = resultsHandedOut('model', output && 'csv', { ...identifying.facts, ...smallCells.facts })
  const work = handOut(
    results,
    async () => {
      const { patient, risks } = onnxScores(population, model, asOf)
      const isSmall = isSmallCount(risks.length, smallCells.limit)
      const answer = {
        asOf: modelDay(asOf),
        people: isSmall ? null : risks.length,
        meanRisk: risks.length === 0 || isSmall ? null : risks.reduce((sum, each) => sum + each, 0) / risks.length,
        validated: false,
        ...(incomplete === undefined ? {} : { incomplete })
      }
      if (output !== undefined) {
        const scored = { examples: { patient, index: new Int32Array(patient.length).fill(asOf + 1) }, risks }
        const source = m.populusAsOfAModelOf(store.snapshot.label, modelDay(asOf))
        const table = modelRiskTable(allPeople(population), 'ONNX', scored)
        await output.write(await writePeople(table, store.concepts, source, identifying))
        io.err(m.rowsPeopleWritten(risks.length))
      }
      if (values.json) io.out(`${JSON.stringify(answer)}\n`)
      else
        io.out(
          m.peopleMeanPredictedRiskNothingIs(
            answer.people ?? common.suppressed,
            answer.meanRisk?.toFixed(3) ?? common.cannotBeComputed
          )
        )
      return risks
    },
    (risks) => ({ ...results.facts, rows: output === undefined ? 0 : (risks?.length ?? 0) })
  )
  await closeAfter(opened, work)
  return 0
}

function writePeople(
  table: TableSource,
  concepts: ConceptTable,
  source: string,
  identifying: IdentifyingChoice
): ReturnType<typeof writeFile> {
  return writeFile(
    exportTableOf(shownPeople(table, identifying.revealed), concepts, source, identifying.revealed),
    'csv'
  )
}

/** People by predicted risk, in tenths of the training mean's multiples. */
function countsOf({ train: { events, rows } }: ModelDocument, risks: Float64Array, limit: number) {
  const mean = events / rows
  const isSmall = (count: number): boolean => isSmallCount(count, limit)
  const bands = [1, 2, 3].map((times) => ({
    atLeast: Number((times * mean).toFixed(4)),
    people: risks.filter((each) => each >= times * mean).length
  }))
  const hidden = isSmall(risks.length) || bands.some(({ people }) => isSmall(people) || isSmall(risks.length - people))
  return {
    people: isSmall(risks.length) ? null : risks.length,
    meanRisk: risks.length === 0 || hidden ? null : risks.reduce((sum, each) => sum + each, 0) / risks.length,
    bands: bands.map(({ atLeast, people }) => ({ atLeast, people: hidden ? null : people }))
  }
}
