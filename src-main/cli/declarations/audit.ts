import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { acknowledgeReasons } from '#shared/set-aside-log.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { dayValue, fileValue, textValue, integerValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { collectorFormats } from '../../services/audit/collector-line.ts'
import { auditEventReleases } from '../../services/audit/fhir-audit-event.ts'
import { dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What `populus audit` takes. */
export const auditDeclaration = declareCommand({
  name: 'populus audit',
  about: m.listsTheAuditLogOldest,
  forms: [
    '[--last N] [--person ID] [--left] [--file FILE] [--json | --format FORMAT] [options]',
    '--verify [--against ANCHOR] | --anchor [--json] [options]',
    '--network [--since DATE] [--json] [options]',
    '--sink-state | --send [--json] [options]',
    '--acknowledge LOG --reason REASON [--reference TEXT] [options]'
  ],
  positionals: {},
  options: {
    verify: flagOption(m.checkEveryRecordTheEnd),
    anchor: flagOption(m.printTheNumberOfRecords),
    against: valueOption(textValue('ANCHOR', '3:ab'), m.checkThatTheLogStill, { needs: ['verify'] }),
    acknowledge: valueOption(textValue('LOG', 'audit.jsonl.damaged-1'), m.recordThatADamagedLog),
    reason: valueOption(textValue('REASON', 'crash'), m.whyItIsNoConcern(acknowledgeReasons.join(', '))),
    reference: valueOption(textValue('TEXT', 'INC-1'), m.numberOfATicketOr),
    'sink-state': flagOption(m.sayHowFarTheLog),
    send: flagOption(m.deliverWhatWaitsToThe),
    network: flagOption(m.sayWhatWentOutTo),
    since: valueOption(dayValue, m.onlyFromThisDayOn, { needs: ['network'] }),
    last: valueOption(integerValue('N', { min: 1, max: 999_999_999 }), m.theLastNRecordsOnly),
    person: valueOption(textValue('ID', 'p1'), m.onlyRecordsAboutThePerson),
    left: flagOption(m.onlyWhatLeftPopulusExports),
    file: valueOption(fileValue(), m.onlyTheRecordOfThis),
    data: dataFolderOption,
    ...passphraseOptions,
    json: jsonOption,
    format: valueOption(wordValue([...collectorFormats, ...auditEventReleases], 'FORMAT'), m.oneRecordALineFor, {
      conflicts: ['json', 'verify', 'anchor', 'network', 'acknowledge']
    })
  },
  notes: m.exitCodes0Intact1
})
