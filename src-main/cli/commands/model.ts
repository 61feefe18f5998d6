import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { modelCard, modelCardText } from '#engine/models/card/model-card.ts'
import type { ModelDocument, SealedModel } from '#engine/models/document/model-document.ts'
import { readModel, sealModel } from '#engine/models/document/seal-model.ts'
import { highCostShares, modelOutcomes, type OutcomeChoice } from '#engine/models/examples/model-outcomes.ts'
import { modelDrift } from '#engine/models/scoring/model-drift.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { viewOf } from '#engine/population/panels/base/view.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import { readOnnx } from '#engine/models/onnx/onnx-model.ts'
import { onnxScores } from '#engine/tables/features/onnx-scores.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { modelRiskTable } from '#engine/tables/risk/model-risk.ts'
import { AppError } from '#shared/app-error.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { readRegistries } from '../data/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'
import { readAsOf } from '../terminal/as-of.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellHelp, smallCellOptions, smallCellsOf } from '../terminal/small-cells.ts'
import { timeoutOf } from '../terminal/supervised-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from './output-file.ts'

const help = `Usage: populus model train <path…> --outcome NAME [--as-of DATE] [--out FILE] [--json]
       populus model score <path…> --model FILE [--as-of DATE] [--out FILE] [--json]
       populus model score <path…> --onnx FILE [--as-of DATE] [--out FILE] [--json]
       populus model card --model FILE [--out FILE] [--json]

Trains a model of risk on the data, on this computer: a regression, and trees where they discriminate better on later people by more
than the interval of the difference. It is trained on earlier index dates and tested on later ones. Where the events are too few, there
is no later period or one outcome alone, no model is made, and the reason is printed.

  train          trains a model and prints how it does on later people; --out writes the model (JSON), which holds counts and no person
  score          predicts with a model; prints counts and how far the data have moved since. --out writes the people to a CSV file
  card           prints the model card: purpose, data, figures, groups, limits, hash; --out writes it as Markdown

  --outcome NAME ${modelOutcomes.map(({ id }) => id).join(', ')}
  --share N      of high-cost-12m: the share of people with the highest cost, ${highCostShares.join(', ')} (default: 0.1)
  --model FILE   a model that train wrote; one that was changed is refused
  --onnx FILE    a model of your own (ONNX) over columns of numbers of the table person_feature; each is an input by its name, or the
                 metadata "features" lists them, by commas. Its last output is the probability
  --as-of DATE   last day that counts, YYYY-MM-DD; by default the last day with data
  --json         print one object in place of text
  --out FILE     write to this file; --force replaces a file that is there
  --timeout S    seconds that everything may take (default: no limit)
${smallCellHelp}
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

A predicted risk is for deciding whom to look at first. It is no instruction to treat.

Example: populus model train exports/2026-10 --outcome readmission-30 --out readmission.json --json
`

interface ModelOptions {
  readonly outcome?: string | undefined
  readonly share?: string | undefined
  readonly model?: string | undefined
  readonly onnx?: string | undefined
  readonly 'as-of'?: string | undefined
  readonly json: boolean
  readonly out?: string | undefined
  readonly force: boolean
  readonly timeout?: string | undefined
  readonly 'small-cells'?: string | undefined
  readonly reason?: string | undefined
  readonly 'passphrase-file'?: string | undefined
  readonly 'passphrase-fd'?: string | undefined
}

/** `populus model`: models that are trained on this computer. */
export const modelCommand: CliCommand = {
  name: 'model',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        outcome: { type: 'string' },
        share: { type: 'string' },
        model: { type: 'string' },
        onnx: { type: 'string' },
        'as-of': { type: 'string' },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        timeout: { type: 'string' },
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    const [action, ...paths] = positionals
    const timeout = timeoutOf(values.timeout)
    if (timeout !== undefined) io.limit?.(timeout, 'The command')
    if (action === 'card') return card(values, io)
    if (action !== 'train' && action !== 'score')
      throw new AppError('invalid-input', 'Say what to do with a model: train, score or card.')
    if (paths.length === 0) throw new AppError('invalid-input', 'Name at least one file or folder.')
    if (action === 'train') return train(paths, values, io)
    return values.onnx === undefined ? score(paths, values, io) : scoreOnnx(paths, values.onnx, values, io)
  }
}

interface OpenedData extends OpenedPopulation {
  readonly population: PopulationView
  readonly risk: RiskDefinitions
  readonly asOf: number
}

async function openData(paths: readonly string[], values: ModelOptions, io: CommandIo): Promise<OpenedData> {
  const asked = readAsOf(values['as-of'])
  const opened = await openPopulation(paths, io, { passphrase: passphraseSourceOf(values) })
  const population = populationOf(opened.store, loadRegistries(await readRegistries(io.resources)))
  const today = Math.floor(opened.store.snapshot.loadedAt / 86_400_000)
  const asOf = asked ?? viewOf(population, { asOf: today, filters: [] }).span.last ?? today
  return { ...opened, population, risk: loadRisk(await readRisk(io.resources)), asOf }
}

async function train(paths: readonly string[], values: ModelOptions, io: CommandIo): Promise<ExitCode> {
  const outcome = outcomeFrom(values)
  const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
  const { population, risk, asOf, incomplete, handOut } = await openData(paths, values, io)
  const facts = { what: 'model', format: 'json', ...smallCells.facts }
  const made = await handOut(
    { action: output === undefined ? 'data.read' : 'data.exported', facts },
    async () => {
      const input = trainingInput(population, risk, outcome, asOf)
      const result = typeof input === 'string' ? { refused: input } : trainModel(input, () => undefined)
      const model = 'document' in result ? await sealModel(result.document) : undefined
      const reason = 'refused' in result ? asSentence(`No model was made: ${result.refused}`) : undefined
      const answer = {
        outcome: outcome.id,
        asOf: isoDay(asOf),
        ...(model === undefined ? { model: null, reason } : trainedAnswer(model)),
        ...(incomplete === undefined ? {} : { incomplete })
      }
      if (values.json) io.out(`${JSON.stringify(answer)}\n`)
      else
        io.out(model === undefined ? `${reason}\n` : terminalLines(modelCardText(modelCard(model, smallCells.limit))))
      if (output !== undefined && model !== undefined) await output.write([JSON.stringify(model)])
      return model
    },
    (model) => ({ ...facts, rows: model?.document.test.rows ?? 0 })
  )
  return made === undefined ? 2 : incomplete === undefined ? 0 : 1
}

/** What is told of a model on standard output. */
function trainedAnswer({ document, hash }: SealedModel): object {
  const { kind, train: trained, test, validation, baseline, parameters, features, treesText, warnings } = document
  const { auc, brier, calibration } = validation
  return {
    model: hash,
    kind,
    trained,
    tested: test,
    auc,
    brier,
    calibration: {
      intercept: calibration.intercept ?? null,
      slope: calibration.slope ?? null,
      meanPrediction: calibration.meanPrediction,
      observed: calibration.observed
    },
    baseline,
    parameters,
    trees: treesText,
    features: features
      .toSorted((left, right) => right.importance - left.importance)
      .map(({ id, importance }) => ({ id, importance })),
    warnings
  }
}

async function score(paths: readonly string[], values: ModelOptions, io: CommandIo): Promise<ExitCode> {
  const { document, hash } = await modelFrom(values)
  const smallCells = smallCellsOf(values, false, io.policies)
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
  const { store, population, risk, asOf, incomplete, handOut } = await openData(paths, values, io)
  const facts = { what: 'model', format: output === undefined ? 'text' : 'csv', masked: false, ...smallCells.facts }
  await handOut(
    { action: output === undefined ? 'data.read' : 'data.exported', facts },
    async () => {
      const scored = scorePopulation(population, risk, document, asOf)
      const answer = {
        outcome: document.outcome.id,
        model: hash,
        asOf: isoDay(asOf),
        ...countsOf(document, scored.risks, smallCells.limit),
        drift: modelDrift(population, risk, document, scored, asOf),
        ...(incomplete === undefined ? {} : { incomplete })
      }
      if (values.json) io.out(`${JSON.stringify(answer)}\n`)
      else
        io.out(
          `${terminalText(document.title)}, ${answer.asOf}\n\n${answer.people ?? 'suppressed'} people, mean predicted risk ${answer.meanRisk === null ? 'cannot be computed' : answer.meanRisk.toFixed(3)}\n` +
            `${answer.drift.features.filter(({ moved }) => moved !== 'no').length} of ${answer.drift.features.length} features have moved since training\n`
        )
      if (output !== undefined) {
        const source = `Populus, ${store.snapshot.label}, as of ${isoDay(asOf)}, model ${hash.slice(0, 12)}`
        const table = modelRiskTable(store, document.title, scored)
        await output.write(await writeFile(exportTableOf(table, store.concepts, source, false), 'csv'))
        io.err(`${scored.risks.length} people written\n`)
      }
      return scored
    },
    (scored) => ({ ...facts, rows: output === undefined ? 0 : (scored?.risks.length ?? 0) })
  )
  return incomplete === undefined ? 0 : 1
}

/** As {@link score}, with a model that was trained elsewhere, about all who are alive. */
async function scoreOnnx(
  paths: readonly string[],
  file: string,
  values: ModelOptions,
  io: CommandIo
): Promise<ExitCode> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AppError('unreadable-file', 'The file of --onnx cannot be read. Check its name and who may read it.', {
      cause
    })
  })
  const model = readOnnx(bytes)
  const smallCells = smallCellsOf(values, false, io.policies)
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
  const { store, population, asOf, incomplete, handOut } = await openData(paths, values, io)
  const facts = { what: 'model', format: output === undefined ? 'text' : 'csv', masked: false, ...smallCells.facts }
  await handOut(
    { action: output === undefined ? 'data.read' : 'data.exported', facts },
    async () => {
      const { patient, risks } = onnxScores(population, model, asOf)
      const isSmall = risks.length >= 1 && risks.length <= smallCells.limit
      const answer = {
        asOf: isoDay(asOf),
        people: isSmall ? null : risks.length,
        meanRisk: risks.length === 0 || isSmall ? null : risks.reduce((sum, each) => sum + each, 0) / risks.length,
        validated: false,
        ...(incomplete === undefined ? {} : { incomplete })
      }
      if (values.json) io.out(`${JSON.stringify(answer)}\n`)
      else
        io.out(
          `${answer.people ?? 'suppressed'} people, mean predicted risk ${answer.meanRisk?.toFixed(3) ?? 'cannot be computed'}\nNothing is known here of how well this model predicts.\n`
        )
      if (output !== undefined) {
        const scored = { examples: { patient, index: new Int32Array(patient.length).fill(asOf + 1) }, risks }
        const source = `Populus, ${store.snapshot.label}, as of ${isoDay(asOf)}, a model of one's own`
        const table = modelRiskTable(store, 'ONNX', scored)
        await output.write(await writeFile(exportTableOf(table, store.concepts, source, false), 'csv'))
        io.err(`${risks.length} people written\n`)
      }
      return risks
    },
    (risks) => ({ ...facts, rows: output === undefined ? 0 : (risks?.length ?? 0) })
  )
  return incomplete === undefined ? 0 : 1
}

/** People by predicted risk, in tenths of the training mean's multiples. */
function countsOf({ train: { events, rows } }: ModelDocument, risks: Float64Array, limit: number) {
  const mean = events / rows
  const isSmall = (count: number): boolean => count >= 1 && count <= limit
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

async function card(values: ModelOptions, io: CommandIo): Promise<ExitCode> {
  if (values.out !== undefined) await refuseFiles(io, 'model card --out', 'model cards in a file')
  const model = await modelFrom(values)
  const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
  const written = modelCard(model, smallCells.limit)
  if (values.out !== undefined) {
    const output = await openOutput(values.out, values.force, io)
    await output.write([modelCardText(written)])
  } else
    io.out(
      values.json ? `${JSON.stringify({ ...written, hash: model.hash })}\n` : terminalLines(modelCardText(written))
    )
  return 0
}

async function modelFrom({ model }: ModelOptions): Promise<SealedModel> {
  if (model === undefined) throw new AppError('invalid-input', 'Name the file of the model with --model.')
  const text = await readFile(model, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', 'The file of --model cannot be read. Check its name and who may read it.', {
      cause
    })
  })
  return readModel(text)
}

function outcomeFrom({ outcome, share = '0.1' }: ModelOptions): OutcomeChoice {
  const found = modelOutcomes.find(({ id }) => id === outcome)
  if (found === undefined)
    throw new AppError(
      'invalid-input',
      `Name what to predict with --outcome: ${modelOutcomes.map(({ id }) => id).join(', ')}.`
    )
  const known = highCostShares.find((each) => String(each) === share)
  if (known === undefined) throw new AppError('invalid-input', `--share is one of ${highCostShares.join(', ')}.`)
  return { id: found.id, share: known }
}

/** Lines of a text as a terminal may show them. */
function terminalLines(text: string): string {
  return text.split('\n').map(terminalText).join('\n')
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
