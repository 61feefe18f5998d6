import { commonMessages as common } from '#messages/common.ts'
import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import { RecordRules, strictestRecordRules } from '../consent/record-rules.ts'
import { TrustedPublisher } from '../governance/file-signature.ts'
import { DEFAULT_SMALL_CELLS, MAX_SMALL_CELLS } from '../small-cell-rule.ts'
import { choicePolicy, numberPolicy, structurePolicy, switchPolicy } from './define-policy.ts'
import { AuditSinkTarget, RoleAssignment } from './policy-values.ts'

/** Policies about stored data, what leaves, who sees what, and the audit log. */
export const accessPolicies = {
  RequireOsKeychain: switchPolicy({
    title: m.keysOnlyInTheKeychainOf,
    description: m.storedDataAreProtectedByThe,
    category: 'protection',
    builtIn: false,
    strictest: true
  }),
  AllowPassphraseKey: switchPolicy({
    title: m.passphrases,
    description: m.usersMayProtectStoredDataBy,
    category: 'protection',
    builtIn: true,
    strictest: false
  }),
  SnapshotRetentionDays: numberPolicy({
    title: m.daysThatSnapshotsAreStoredAt,
    description: m.snapshotsAreDeletedAfterAtMost,
    category: 'protection',
    minimum: 1,
    maximum: 3650,
    example: 90
  }),
  IdleLockMinutes: numberPolicy({
    title: m.minutesUntilPopulusLocks,
    description: m.populusLocksAfterAtMostThis,
    category: 'protection',
    minimum: 1,
    maximum: 480,
    strictest: 1,
    example: 10
  }),
  MaxPopulationMemory: numberPolicy({
    title: m.memoryForOnePopulation,
    description: m.aPopulationMayUseAtMost,
    category: 'protection',
    minimum: 256,
    maximum: 1024 * 1024,
    example: 8192
  }),
  LockOnSleep: switchPolicy({
    title: m.lockOnSleep,
    description: m.populusLocksWhenTheComputerSleeps,
    category: 'protection',
    builtIn: true,
    strictest: true
  }),
  RequireAppLock: {
    ...switchPolicy({
      title: m.appLock,
      description: m.theWindowOpensStoredDataOnly,
      category: 'protection',
      builtIn: false,
      strictest: true
    }),
    // Only some computers can follow it together with the policies about keychains and passphrases.
    example: false
  },
  DeepLinks: switchPolicy({
    title: m.linksIntoPopulus,
    description: m.linksSuchAsPopulusScreenMeasures,
    category: 'protection',
    builtIn: true,
    strictest: false
  }),
  ContentProtection: switchPolicy({
    title: m.keepTheWindowOutOfScreenshots,
    description: m.screenshotsRecordingsAndSharedScreensLeave,
    category: 'protection',
    builtIn: false,
    strictest: true
  }),
  DataFolder: {
    ...structurePolicy({
      title: m.dataFolder,
      description: m.absolutePathOfTheDataFolder,
      category: 'protection',
      schema: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(1000)),
      example: '${LOCALAPPDATA}\\Populus'
    }),
    form: { kind: 'text' as const }
  },
  AllowCsvExport: switchPolicy({
    title: common.files,
    description: m.tablesListsResultsReportsAndRecords,
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  AllowPrint: switchPolicy({
    title: m.printing,
    description: m.pagesMayBePrintedAndSaved,
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  AllowClipboard: switchPolicy({
    title: m.copyButtons,
    description: m.tablesPicturesAndStatementsMayBe,
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  MinCellSize: numberPolicy({
    title: m.smallestGroupWhoseCountMayLeave,
    description: m.countsOfFewerPeopleAreSuppressed(DEFAULT_SMALL_CELLS),
    category: 'export',
    minimum: 1,
    maximum: MAX_SMALL_CELLS + 1,
    strictest: MAX_SMALL_CELLS + 1,
    example: DEFAULT_SMALL_CELLS + 1
  }),
  ApprovedDefinitionsOnly: switchPolicy({
    title: m.onlyWhatRestsOnApprovedDefinitions,
    description: m.filesPrintsCopiesAndResultsOf,
    category: 'export',
    builtIn: false,
    strictest: true
  }),
  RequireSignedPacks: switchPolicy({
    title: m.onlyPacksOfTrustedPublishers,
    description: m.packsBoardsAndMeasureContentAre,
    category: 'protection',
    builtIn: false,
    strictest: true
  }),
  TrustedPublishers: structurePolicy({
    title: m.trustedPublishers,
    description: m.whoseSignaturesCountThePublic,
    category: 'protection',
    schema: v.pipe(v.array(TrustedPublisher), v.maxLength(100)),
    strictest: [] as TrustedPublisher[],
    example: [{ name: 'Quality Network', key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] as TrustedPublisher[]
  }),
  DefinitionApproval: choicePolicy({
    title: m.whoApprovesDefinitions,
    description: m.whetherWhoeverMadeAVersionOf,
    category: 'access',
    choices: { 'one-person': m.anybodyWhoseRoleIncludesIt, 'two-persons': m.somebodyElseThanTheAuthor },
    builtIn: 'one-person',
    strictest: 'two-persons',
    example: 'two-persons'
  }),
  Roles: structurePolicy({
    title: m.roles,
    description: m.whoHasWhichRoleByAccount,
    category: 'access',
    schema: v.pipe(v.array(RoleAssignment), v.maxLength(10_000)),
    strictest: [] as RoleAssignment[],
    example: [
      { account: 'jdoe', role: 'admin' },
      { account: '*', role: 'quality-analyst', payers: [m.exampleHealthPlan] }
    ] as RoleAssignment[]
  }),
  RecordRules: structurePolicy<RecordRules>({
    title: m.restrictedRecords,
    description: m.howRecordsWithSecurityLabelsMeta,
    category: 'access',
    schema: RecordRules,
    strictest: strictestRecordRules,
    example: {
      labels: [
        { labels: ['42CFRPart2', 'ETH'], action: 'exclude' },
        { labels: ['R', 'V'], action: 'mask' }
      ],
      consents: 'followed'
    }
  }),
  RevealIdentifiers: choicePolicy({
    title: m.namesAndRecordNumbers,
    description: m.whetherIdentifiersWhichAreMaskedCan,
    category: 'access',
    choices: { 'with-reason': m.shownForAReasonWhichIs, off: m.neverShown },
    builtIn: 'with-reason',
    strictest: 'off',
    example: 'off'
  }),
  AuditSink: structurePolicy({
    title: m.serverForAuditRecords,
    description: m.auditRecordsAreAlsoSentTo,
    category: 'audit',
    schema: AuditSinkTarget,
    example: { address: 'siem.example.org:6514', format: 'syslog' }
  }),
  AuditRetentionDays: numberPolicy({
    title: m.daysThatAuditRecordsAreStored,
    description: m.auditFilesWhoseNewestRecordIs,
    category: 'audit',
    minimum: 30,
    maximum: 36_500,
    example: 2190
  })
} as const
