import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { modelCard, modelCardText } from '#engine/models/card/model-card.ts'
import { modelCounts } from '#engine/models/card/model-counts.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import { sealModel } from '#engine/models/document/seal-model.ts'
import type { OutcomeChoice } from '#engine/models/examples/model-outcomes.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { modelTrainDeclaration } from '../declarations/model.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { openOutput } from './output-file.ts'
import { terminalLines } from './model-card.ts'
import { closeAfter } from '../data/open-population.ts'
import { modelDay, modelMark, openModelData, type OpenedModelData } from './model-data.ts'

/** `populus model train`. */
export const modelTrainCommand = defineCommand(
  modelTrainDeclaration,
  async ({ values, positionals: { paths } }, io) => {
    if (values.timeout !== undefined) io.limit?.(values.timeout, m.theCommand)
    const outcome: OutcomeChoice = { id: values.outcome, share: values.share }
    const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
    const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
    const opened = await openModelData(paths, values, io)
    const { population, risk, asOf, incomplete, handOut } = opened
    const facts = { what: 'model', format: 'json', ...smallCells.facts }
    const work = handOut(
      { action: output === undefined ? 'data.read' : 'data.exported', facts },
      async () => {
        const input = trainingInput(allPeople(population), risk, outcome, asOf)
        const result = typeof input === 'string' ? { refused: input } : trainModel(input, () => undefined)
        const model = 'document' in result ? await sealModel(result.document) : undefined
        const reason = 'refused' in result ? asSentence(m.noModelWasMade(result.refused)) : undefined
        const answer = {
          outcome: outcome.id,
          asOf: modelDay(asOf),
          ...(model === undefined ? { model: null, reason } : trainedAnswer(model)),
          ...(incomplete === undefined ? {} : { incomplete })
        }
        if (output !== undefined && model !== undefined) {
          await enterModel(model, opened)
          await output.write([JSON.stringify(model)])
        }
        if (values.json) io.out(`${JSON.stringify(answer)}\n`)
        else
          io.out(model === undefined ? `${reason}\n` : terminalLines(modelCardText(modelCard(model, smallCells.limit))))
        return model
      },
      (model) => ({ ...facts, rows: model?.document.test.rows ?? 0 })
    )
    const made = await closeAfter(opened, work)
    return made === undefined ? 2 : 0
  }
)

/** Enters the counts of a model. It is sealed with them, so none is withheld: later releases are solved with all of them. */
async function enterModel(model: SealedModel, { shards, population, asOf, published }: OpenedModelData) {
  const { registries } = population.index
  const { identity } = runPanel(shards, registries, 'summary', { asOf, filters: [] }, {})
  const { document } = model
  const { people, train, test, divisions, curve } = modelCounts(model, identity.data)
  const counts = [people, ...train, ...test, ...divisions.flat(), ...curve.flat()]
  const about = { what: 'model', format: 'json', title: document.title.slice(0, 200) }
  const known = [...identity.people.slice(0, 63), modelMark(document)]
  await published.enter({ ...about, counts }, { ...identity, people: known }, 0)
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
