import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { dayValue, folderValue, integerValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { jsonOption } from './shared-options.ts'

/** What `populus sample` takes. */
export const sampleDeclaration = declareCommand({
  name: 'populus sample',
  about: m.writesAnInventedUSCore,
  positionals: {},
  options: {
    patients: requiredOption(integerValue('N', { min: 1, max: 1_000_000 }), m.numberOfPeople1To),
    out: requiredOption(folderValue(), m.anEmptyOrNewFolder),
    seed: valueOption(integerValue('N', { min: 0, max: 999_999_999_999_999 }), m.wholeNumberAnotherSeedGives),
    'as-of': valueOption(dayValue, m.lastDayWithData2023),
    view: defaultedOption(wordValue(['chart', 'payer'], 'VIEW'), 'chart', m.chartChartsAndClaimsPayer),
    sources: flagOption(m.theSamePeopleInThree, { conflicts: ['gzip', 'without-signals'] }),
    'without-signals': flagOption(m.theSamePeopleWithoutWhat),
    gzip: flagOption(m.compressEveryFileNdjsonGz),
    json: jsonOption
  },
  notes: m.examplesPopulusSamplePatients5000
})
