import { cliDeclarationsServersMessages as m } from '#messages/cli/declarations/servers.ts'
import { AppError } from '#shared/app-error.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption, valueOption } from '../../host/arguments/options.ts'
import { fileValue, parsedValue, textValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, jsonOption } from '../declarations/shared-options.ts'

/** What a service is for, for the help of all actions. */
export const serviceAbout = m.refreshesOnUnattendedMachines

const timeValue = parsedValue('HH:MM', '02:15', (text, label) => {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)) return text
  throw new AppError('invalid-input', m.takesATimeOfTheDay(label))
})

const systemOption = flagOption(m.forTheWholeMachine)

const planOptions = {
  at: defaultedOption(timeValue, '02:15', m.timeOfTheDayToRefresh),
  system: systemOption,
  account: valueOption(textValue('ACCOUNT', 'populus'), m.accountThatItRunsAs),
  credential: valueOption(fileValue(), m.fileWithThePassphraseOfService),
  program: valueOption(fileValue(), m.theInstalledCommand),
  data: dataFolderOption
} as const

/** What `populus service show` takes. */
export const serviceShowDeclaration = declareCommand({
  name: 'populus service show',
  about: m.printsWhatInstallWouldWrite,
  positionals: {},
  options: { ...planOptions, for: valueOption(wordValue(['systemd', 'launchd', 'schtasks']), m.schedulerToShow) }
})

/** What `populus service install` takes. */
export const serviceInstallDeclaration = declareCommand({
  name: 'populus service install',
  about: m.makesTheSchedulerRefresh,
  positionals: {},
  options: planOptions,
  notes: m.whatInstallNeeds
})

/** What `populus service remove` takes. */
export const serviceRemoveDeclaration = declareCommand({
  name: 'populus service remove',
  about: m.removesWhatInstallWrote,
  positionals: {},
  options: { system: systemOption },
  notes: m.exitCodesOfServiceRemove
})

/** What `populus service status` takes. */
export const serviceStatusDeclaration = declareCommand({
  name: 'populus service status',
  about: m.saysWhenTheServiceRanLast,
  positionals: {},
  options: { system: systemOption, data: dataFolderOption, json: jsonOption },
  notes: m.exitCodesOfServiceStatus
})
