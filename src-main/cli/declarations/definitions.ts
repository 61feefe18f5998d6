import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { definitionKinds, definitionStates } from '#shared/governance/definition.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { valueOption } from '../../host/arguments/options.ts'
import { textValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, jsonOption, outputOptions, passphraseOptions } from './shared-options.ts'

/** What `populus definitions` takes. */
export const definitionsDeclaration = declareCommand({
  name: 'populus definitions',
  about: m.listsEveryDefinitionThatFigures,
  forms: [
    '[--kind KIND] [--state STATE] [--out FILE] [--json] [options]',
    '--set STATE --kind KIND --id ID --reason TEXT [--hash HASH] [--json] [options]'
  ],
  positionals: {},
  options: {
    kind: valueOption(wordValue(definitionKinds, 'KIND'), definitionKinds.join(', ')),
    state: valueOption(wordValue(definitionStates, 'STATE'), definitionStates.join(', ')),
    ...outputOptions(m.writeTheListWithAll),
    set: valueOption(wordValue(definitionStates, 'STATE'), m.decideAboutOneDefinitionIn),
    id: valueOption(textValue('ID', 'diabetes'), m.itsIdAsTheList),
    hash: valueOption(textValue('HASH', '0f'), m.theBeginningOfItsContent),
    reason: valueOption(textValue('TEXT', 'reviewed'), m.whyGoesToTheJournal),
    data: { ...dataFolderOption, description: m.dataFolderDefaultTheOneThat },
    ...passphraseOptions,
    json: jsonOption
  },
  notes: m.approvingAndRetiringNeedThe
})
