import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption, listOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, textValue, wordValue } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  coresValue,
  identifyingIdsOption,
  memoryOptions,
  passphraseOptions,
  smallCellOptions,
  timeoutOption
} from './shared-options.ts'
import { periodValue } from './period.ts'

const yesOrNo = wordValue(['yes', 'no'])

/** What `populus measure` takes. */
export const measureDeclaration = declareCommand({
  name: 'populus measure',
  about: m.evaluatesTheQualityMeasuresOf,
  forms: ['CONTENT… --data PATH… [options]'],
  positionals: {
    content: manyPositionals(fileValue('CONTENT'), 1, { description: m.bundlePackFolderOrArchive })
  },
  options: {
    data: listOption(populationValue(), m.folderFileOrArchiveWith),
    ...passphraseOptions,
    codes: listOption(fileValue(), m.addCodesToTheLists),
    list: listOption(textValue('LIST', 'Diabetes'), m.listForTheCodesOf),
    period: valueOption(periodValue, m.aYear2025OrTwo),
    'as-of': { ...asOfOption, description: m.leaveOutRecordsOfLater },
    visit: valueOption(yesOrNo, m.whetherAVisitInThe),
    enrollment: valueOption(yesOrNo, m.theSameForContinuousEnrollment),
    patients: flagOption(m.printOneLinePerPatient),
    supplemental: flagOption(m.countTheValuesOfThe),
    trace: valueOption(textValue('PATIENT', 'p1'), m.printHowEachDefineAnd),
    'time-zone': defaultedOption(textValue('ZONE', 'America/New_York'), 'UTC', m.zoneOfDatesThatName),
    evidence: defaultedOption(wordValue(['chart', 'claims', 'both']), 'both', m.countTheRecordsOfThe),
    'derive-roles': flagOption(m.tellDoneFromNotDone),
    cores: valueOption(coresValue, m.processorCoresThatReadAnd, { aliases: ['threads'] }),
    'small-cells': { ...smallCellOptions['small-cells'], description: m.suppressCountsOf1To },
    identifying: identifyingIdsOption,
    reason: { ...smallCellOptions.reason, description: m.whatTheCountsAreFor },
    ...memoryOptions,
    timeout: timeoutOption,
    json: flagOption(m.printOneObjectForEachMeasure)
  },
  notes: m.everyMeasureHasABudget
})
