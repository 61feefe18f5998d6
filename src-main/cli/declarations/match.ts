import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, textValue } from '../../host/arguments/value-kinds.ts'
import {
  dataFolderOption,
  identifyingIdsOption,
  identifyingReasonOption,
  jsonOption,
  outputOptions,
  passphraseOptions
} from './shared-options.ts'

/** What `populus match` takes. */
export const matchDeclaration = declareCommand({
  name: 'populus match',
  about: m.findsOutWhichPatientResources,
  forms: [
    'NAME=PATH… [--json] [--out FILE] [--truth FILE] [options]',
    '--same ID ID | --apart ID ID | --undo DECISION | --journal [options]'
  ],
  positionals: { words: manyPositionals(populationValue('NAME=PATH'), 0) },
  options: {
    json: jsonOption,
    ...outputOptions(m.writeThePairsForReview),
    truth: valueOption(fileValue(), m.csvWithTheColumnsSource),
    same: flagOption(m.decideThatTheTwoRecords),
    apart: flagOption(m.decideThatTheyAreOf),
    undo: valueOption(textValue('DECISION', 'd1'), m.aDecisionNoLongerHolds),
    journal: flagOption(m.printTheDecisionsWithTheir),
    identifying: identifyingIdsOption,
    reason: identifyingReasonOption,
    data: { ...dataFolderOption, description: m.dataFolderWithTheSealed },
    ...passphraseOptions
  },
  notes: m.exitCodes0Done1
})
