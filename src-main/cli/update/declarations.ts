import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { valueOption } from '../../host/arguments/options.ts'
import { onePositional } from '../../host/arguments/positionals.ts'
import { fileValue, textValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, jsonOption } from '../declarations/shared-options.ts'

/** What updates are, for the help of all actions. */
export const updateAbout = m.looksForNewVersionsThat

/** What `populus update check` takes. */
export const updateCheckDeclaration = declareCommand({
  name: 'populus update check',
  about: m.saysWhetherTheFeedOffers,
  positionals: {},
  options: { data: dataFolderOption, json: jsonOption },
  notes: m.exitCodesOfUpdateCheck
})

/** What `populus update download` takes. */
export const updateDownloadDeclaration = declareCommand({
  name: 'populus update download',
  about: m.downloadsAPackageOfTheFeed,
  positionals: {},
  options: {
    package: valueOption(textValue('NAME', 'populus_1.0.0_amd64.deb'), m.whichPackageOfSeveral),
    data: dataFolderOption,
    json: jsonOption
  }
})

/** What `populus update verify` takes. */
export const updateVerifyDeclaration = declareCommand({
  name: 'populus update verify',
  about: m.comparesAPackageWithTheFeed,
  positionals: { file: onePositional(fileValue('FILE'), { description: m.thePackageToVerify }) },
  options: { data: dataFolderOption, json: jsonOption }
})
