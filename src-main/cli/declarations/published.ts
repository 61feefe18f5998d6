import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { cliDeclarationsMessages as general } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { textValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What `populus published` takes. */
export const publishedDeclaration = declareCommand({
  name: 'populus published',
  about: m.listsTheRegisterOfPublished,
  forms: [
    '[--json] [options]',
    '--forget ENTRY --reason TEXT [--json] [options]',
    '--acknowledge --reason TEXT [--json] [options]'
  ],
  positionals: {},
  options: {
    forget: valueOption(textValue('ENTRY', '12'), m.compareNothingWithThisEntry),
    acknowledge: flagOption(m.goOnWithTheRegisterAsItIs),
    reason: valueOption(textValue('TEXT', 'deleted'), m.whyGoesToTheRegister),
    data: { ...dataFolderOption, description: general.dataFolderDefaultTheOneThat },
    ...passphraseOptions,
    json: jsonOption
  },
  notes: m.forgettingNeedsTheRoleAdmin
})
