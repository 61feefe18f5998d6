import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { profileIds, profiles } from '#engine/sharing/deidentify/profile.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { passphraseOptions } from './shared-options.ts'

/** What `populus deidentify` takes. */
export const deidentifyDeclaration = declareCommand({
  name: 'populus deidentify',
  about: m.writesTheTablesOfThe,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    profile: requiredOption(
      wordValue(profileIds, 'PROFILE'),
      profileIds.map((id) => `${id.padEnd(12)} ${profiles[id].title}, ${profiles[id].source.split(';')[0]}`).join('\n')
    ),
    out: requiredOption(fileValue(), m.theArchive),
    force: flagOption(m.replaceTheFileOfOut),
    'zip-populations': valueOption(fileValue(), m.csvWithTheColumnsZip),
    json: flagOption(m.printTheReportAsOne),
    ...passphraseOptions
  },
  notes: m.everyIdIsReplacedBy
})
