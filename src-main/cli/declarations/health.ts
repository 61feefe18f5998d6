import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption } from '../../host/arguments/options.ts'
import { numberValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption } from './shared-options.ts'

const bounds = { min: 0, max: 100_000 } as const

/** What `populus health` takes. */
export const healthDeclaration = declareCommand({
  name: 'populus health',
  about: m.checksAnInstallationForA,
  positionals: {},
  options: {
    json: flagOption(m.printOneJSONObjectState),
    'min-free': defaultedOption(numberValue('GB', bounds), '5', m.freeSpaceBelowWhichThere),
    'max-age': defaultedOption(numberValue('HOURS', bounds), '48', m.ageOfTheLastComplete),
    data: dataFolderOption
  },
  notes: m.exitCodes0EverythingIs
})
