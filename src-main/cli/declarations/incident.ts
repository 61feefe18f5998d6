import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { folderValue, textValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, passphraseOptions } from './shared-options.ts'

/** What `populus incident` takes. */
export const incidentDeclaration = declareCommand({
  name: 'populus incident',
  about: m.forTheHoursAfterSomething,
  forms: [
    '--evidence FOLDER [options]',
    '--revoke-keys [--connection NAME] [--key KID] --confirm REVOKE [options]',
    '--wipe --confirm WIPE [options]'
  ],
  positionals: {},
  options: {
    evidence: valueOption(folderValue(), m.copyTheAuditLogWith, { conflicts: ['revoke-keys', 'wipe'] }),
    'revoke-keys': flagOption(m.destroyThePrivateKeysThat, { conflicts: ['wipe'] }),
    connection: valueOption(textValue('NAME', 'Hospital'), m.nameOrIdOfA),
    key: valueOption(textValue('KID', 'key-1'), m.oneKeyDefaultAll),
    wipe: flagOption(m.destroyTheKeyOfAll),
    confirm: valueOption(textValue('WORD', 'WIPE'), m.wipeOrREVOKESaysThat),
    data: dataFolderOption,
    ...passphraseOptions
  },
  notes: m.aRevokedKeyAlsoHas
})
