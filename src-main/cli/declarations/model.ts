import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { highCostShares, modelOutcomes } from '#engine/models/examples/model-outcomes.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, wordValue, type ValueKind } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  identifyingIdsOption,
  jsonOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  smallCellOptions,
  timeoutOption
} from './shared-options.ts'

const outcomes = modelOutcomes.map(({ id }) => id)
const shares = highCostShares.map(String)

/** A share that a high-cost outcome can be of. */
const shareValue: ValueKind<(typeof highCostShares)[number]> = {
  ...wordValue(shares, 'N'),
  read: (text, label) => highCostShares[shares.indexOf(wordValue(shares).read(text, label))]!
}

/** Options of all that is done with a model and data. */
const dataOptions = {
  'as-of': asOfOption,
  timeout: timeoutOption,
  ...memoryOptions,
  ...smallCellOptions,
  ...passphraseOptions
} as const

/** What is done with models, for the help of all actions. */
export const modelAbout = m.trainsAModelOfRisk

/** What `populus model train` takes. */
export const modelTrainDeclaration = declareCommand({
  name: 'populus model train',
  about: m.trainsAModelAndPrints,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    outcome: requiredOption(wordValue(outcomes, 'NAME'), m.whatToPredict(outcomes.join(', '))),
    share: defaultedOption(shareValue, '0.1', m.ofHighCost12mTheShare(shares.join(', '))),
    json: jsonOption,
    ...outputOptions(m.writeTheModelToThis),
    ...dataOptions
  },
  notes: m.examplePopulusModelTrainExports
})

/** What `populus model score` takes. */
export const modelScoreDeclaration = declareCommand({
  name: 'populus model score',
  about: m.predictsWithAModelPrints,
  forms: ['PATH… --model FILE [options]', 'PATH… --onnx FILE [options]'],
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    model: valueOption(fileValue(), m.aModelThatTrainWrote),
    onnx: valueOption(fileValue(), m.aModelOfYourOwn),
    json: jsonOption,
    ...outputOptions(m.writeThePeopleWithTheir),
    ...dataOptions,
    identifying: { ...identifyingIdsOption, needs: ['out'] },
    reason: { ...smallCellOptions.reason, description: m.whyWhereNIsBelowOrNames(DEFAULT_SMALL_CELLS) }
  }
})

/** What `populus model card` takes. */
export const modelCardDeclaration = declareCommand({
  name: 'populus model card',
  about: m.printsTheModelCardPurpose,
  positionals: {},
  options: {
    model: requiredOption(fileValue(), m.aModelThatTrainWrote),
    json: jsonOption,
    ...outputOptions(m.writeTheCardToThis),
    ...smallCellOptions,
    ...passphraseOptions
  }
})
