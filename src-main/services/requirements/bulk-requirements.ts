import { servicesRequirementsMessages as m } from '#messages/services/requirements.ts'
import type { ExportLevel } from '#shared/connections/connection-settings.ts'
import type { ProtocolFacts } from '../../bulk/protocol/protocol-facts.ts'
import type { SeenExport } from '../connections/compatibility.ts'
import {
  found,
  newest,
  notApplicable,
  type RequirementFinding,
  type Observed,
  type Requirement
} from './requirement.ts'
import { overTls } from './smart-requirements.ts'

const guide = 'https://hl7.org/fhir/uv/bulkdata/STU2'
const complete = `${guide}/export.html#response---complete-status`
const operations = `${guide}/artifacts.html#behavior-operation-definitions`

const groups: Readonly<Record<ExportLevel, string>> = { group: '2.2', patient: '2.3', system: '2.4' }
const test =
  (number: string) =>
  (level: ExportLevel): string =>
    `${groups[level]}.${number}`

/** What is seen in bulk exports only. */
function inBulk(judge: (observed: Observed) => RequirementFinding) {
  return (observed: Observed): RequirementFinding =>
    observed.mode === 'crawl' ? notApplicable(m.thisConnectionHasNoBulkExport) : judge(observed)
}

const ended = ({ state }: SeenExport): boolean => state === 'committed' || state === 'partial'

/** That an export of a level is announced, or came although it is not. */
function announced(level: ExportLevel) {
  return inBulk((observed) => {
    const { server } = observed.discovery
    if (observed.level !== level) return notApplicable(m.thisConnectionExportsAnother)
    if (server?.exportLevels.includes(level) === true) return found(true, m.theCapabilityStatementHasIt)
    if (observed.exports.some(ended)) return found(true, m.theCapabilityStatementLacksItAnd)
    return server === undefined
      ? found(undefined, m.noCapabilityStatementWasRead)
      : found(false, m.theCapabilityStatementLacksIt)
  })
}

/** Something that the last manifest had. */
function inManifest(part: keyof NonNullable<ProtocolFacts['manifest']>) {
  return inBulk(({ exports }) => {
    const manifest = newest(exports, 'manifest')
    return manifest === undefined
      ? found(undefined, m.noExportHasSeenIt)
      : found(manifest[part], manifest[part] ? m.theManifestHadIt : m.theManifestLackedIt)
  })
}

const manifestRow = (
  number: number,
  part: keyof NonNullable<ProtocolFacts['manifest']>,
  title: string,
  tests: string
): Requirement => ({ number, source: complete, level: 'SHALL', tests: test(tests), title, judge: inManifest(part) })

const locations = {
  absolute: m.theAddressWasAbsolute,
  relative: m.theAddressWasRelative,
  none: m.thereWasNoContentLocation
} as const

/** Bulk Data Access 2.0.0, numbered as in Inferno's set `hl7.fhir.uv.bulkdata_2.0.0`. */
export const bulkRequirements: readonly Requirement[] = [
  {
    number: 1,
    source: `${guide}/#conformance`,
    level: 'SHOULD',
    title: m.theCapabilityStatementDeclaresBulk,
    judge: inBulk(({ discovery: { server } }) => {
      if (server === undefined) return found(undefined, m.noCapabilityStatementWasRead)
      const has = server.instantiates.includes('http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data')
      return found(has, has ? m.theCapabilityStatementHasIt : m.theCapabilityStatementLacksIt)
    })
  },
  {
    number: 2,
    source: `${guide}/export.html#privacy-and-security-considerations`,
    level: 'SHALL',
    tests: ['1.2'],
    title: m.everythingIsExchangedOverTLS,
    judge: overTls
  },
  {
    number: 223,
    source: operations,
    level: 'SHALL',
    tests: ['2.4.1'],
    title: m.exportsOfTheWholeSystemAreSupported,
    judge: announced('system')
  },
  {
    number: 225,
    source: operations,
    level: 'SHALL',
    tests: ['2.3.1'],
    title: m.exportsOfAllPatientsAreSupported,
    judge: announced('patient')
  },
  {
    number: 224,
    source: operations,
    level: 'SHALL',
    tests: ['2.2.1'],
    title: m.exportsOfAGroupAreSupported,
    judge: announced('group')
  },
  {
    number: 300,
    source: `${guide}/export.html#response---success`,
    level: 'SHALL',
    tests: test('1.03'),
    title: m.aKickOffIsAnsweredWith202,
    judge: inBulk(({ exports }) => {
      const taken = newest(exports, 'kickOff')
      if (taken !== undefined) return found(true, m.theKickOffWasAnswered(taken.status))
      const refusal = newest(exports, 'refusal')
      // A kick-off that is refused for good reasons breaks no rule.
      return found(
        refusal !== undefined && refusal.status < 400 ? false : undefined,
        refusal === undefined ? m.noExportHasSeenIt : m.theKickOffWasRefused(refusal.status)
      )
    })
  },
  {
    number: 301,
    source: `${guide}/export.html#response---success`,
    level: 'SHALL',
    tests: test('1.03'),
    title: m.aKickOffIsAnsweredWithTheAddress,
    judge: inBulk(({ exports }) => {
      const taken = newest(exports, 'kickOff')
      return taken === undefined
        ? found(undefined, m.noExportHasSeenIt)
        : found(taken.location === 'absolute', locations[taken.location])
    })
  },
  {
    number: 304,
    source: `${guide}/export.html#response---error-eg-unsupported-search-parameter`,
    level: 'SHALL',
    title: m.aRefusedKickOffIsExplained,
    judge: inBulk(({ exports }) => {
      const refusal = newest(exports, 'refusal')
      if (refusal === undefined) return found(undefined, m.noKickOffWasRefused)
      const { status, outcome } = refusal
      return found(outcome, outcome ? m.theRefusalHadAnOutcome(status) : m.theRefusalHadNoOutcome(status))
    })
  },
  {
    number: 53,
    source: `${guide}/export.html#query-parameters`,
    level: 'SHALL',
    tests: test('4.02'),
    title: m.sinceIsSupported,
    judge: inBulk(({ exports }) => {
      const [last, ...earlier] = exports.filter(({ incremental, leftOut }) => incremental || leftOut.includes('_since'))
      if (last?.leftOut.includes('_since') === true) return found(false, m.theServerRefusedSince)
      const came = [last, ...earlier].filter((facts) => facts !== undefined && ended(facts)).length
      return came === 0 ? found(undefined, m.noExportHasSeenIt) : found(true, m.refreshesCame(came))
    })
  },
  {
    number: 62,
    source: `${guide}/export.html#query-parameters`,
    level: 'SHALL',
    title: m.onlyTypesThatWereAskedFor,
    judge: inBulk(({ exports }) => {
      const last = exports.find((facts) => ended(facts) && facts.asked.length > 0 && facts.delivered.length > 0)
      if (last === undefined) return found(undefined, m.noExportHasSeenIt)
      const others = last.delivered.filter((type) => !last.asked.includes(type))
      return others.length === 0 ? found(true, m.noOtherTypesCame) : found(false, m.otherTypesCame(others.length))
    })
  },
  {
    number: 132,
    source: `${guide}/export.html#response---in-progress-status`,
    level: 'SHALL',
    tests: test('1.04'),
    title: m.theStatusIs202WhileItWorks,
    judge: inBulk(({ exports }) => {
      const progress = newest(exports, 'progress')
      return progress === undefined
        ? found(undefined, m.noExportHasSeenIt)
        : found(true, m.answersWhileItWorked(progress.answers))
    })
  },
  {
    number: 125,
    source: `${guide}/export.html#bulk-data-status-request`,
    level: 'SHOULD',
    title: m.theStatusSaysWhenToAskAgain,
    judge: inBulk(({ exports }) => {
      const progress = newest(exports, 'progress')
      if (progress === undefined) return found(undefined, m.noExportHasSeenIt)
      const { answers, retryAfter } = progress
      return found(answers === retryAfter, m.answersHadRetryAfter(retryAfter, answers))
    })
  },
  manifestRow(145, 'json', m.theManifestIsSentAsJSON, '1.04'),
  {
    number: 146,
    source: complete,
    level: 'SHOULD',
    title: m.theAnswerWithTheManifestHasExpires,
    judge: inManifest('expires')
  },
  manifestRow(151, 'instant', m.theManifestHasTheTransactionTime, '1.04'),
  manifestRow(156, 'request', m.theManifestHasTheRequest, '1.04'),
  manifestRow(160, 'tokenFlag', m.theManifestHasRequiresAccessToken, '1.04'),
  manifestRow(165, 'output', m.theManifestHasTheListOfFiles, '1.05'),
  manifestRow(168, 'entries', m.eachFileHasATypeAndAnAddress, '1.05'),
  manifestRow(175, 'absolute', m.eachUrlInOutputIsAbsolute, '1.05'),
  manifestRow(192, 'error', m.theManifestHasTheListOfErrors, '1.04'),
  {
    number: 206,
    source: `${guide}/export.html#response---success-2`,
    level: 'SHALL',
    title: m.filesAreSentWith200,
    judge: inBulk(({ exports }) => {
      const files = newest(exports, 'files')
      return files === undefined ? found(undefined, m.noExportHasSeenIt) : found(true, m.filesCame(files.sent))
    })
  },
  {
    number: 208,
    source: `${guide}/export.html#response---success-2`,
    level: 'SHALL',
    tests: test('2.03'),
    title: m.filesAreSentAsNDJSON,
    judge: inBulk(({ exports }) => {
      const files = newest(exports, 'files')
      if (files === undefined) return found(undefined, m.noExportHasSeenIt)
      return found(files.sent === files.ndjson, m.filesOfWhichNDJSON(files.ndjson, files.sent))
    })
  },
  {
    number: 306,
    source: `${guide}/export.html#response---success-1`,
    level: 'SHALL',
    tests: test('3.01'),
    title: m.aDeletionIsAnsweredWith202,
    judge: inBulk(({ exports }) => {
      const deletion = newest(exports, 'deletion')
      if (deletion === undefined) return found(undefined, m.noExportHasSeenIt)
      return found(deletion.status === 202, m.theDeletionWasAnswered(deletion.status))
    })
  }
]
