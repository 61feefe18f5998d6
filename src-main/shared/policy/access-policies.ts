import * as v from 'valibot'
import { RecordRules, strictestRecordRules } from '../consent/record-rules.ts'
import { choicePolicy, numberPolicy, structurePolicy, switchPolicy } from './define-policy.ts'
import { AuditSinkTarget, RoleAssignment } from './policy-values.ts'

/** Policies about stored data, what leaves, who sees what, and the audit log. */
export const accessPolicies = {
  RequireOsKeychain: switchPolicy({
    title: 'Keys only in the keychain of the system',
    description:
      'Stored data are protected by the keychain of the operating system and by nothing else. Where there is none, nothing can be stored.',
    category: 'protection',
    builtIn: false,
    strictest: true
  }),
  AllowPassphraseKey: switchPolicy({
    title: 'Passphrases',
    description: 'Users may protect stored data by a passphrase of their own.',
    category: 'protection',
    builtIn: true,
    strictest: false
  }),
  SnapshotRetentionDays: numberPolicy({
    title: 'Days that snapshots are stored at most',
    description:
      'Snapshots are deleted after at most this many days. A user may choose fewer days, never more. Snapshots on hold stay. A malformed value deletes nothing: it is reported and ignored.',
    category: 'protection',
    minimum: 1,
    maximum: 3650,
    example: 90
  }),
  IdleLockMinutes: numberPolicy({
    title: 'Minutes until Populus locks',
    description:
      'Populus locks after at most this many minutes without use. A user may choose fewer minutes, never more.',
    category: 'protection',
    minimum: 1,
    maximum: 480,
    strictest: 1,
    example: 10
  }),
  LockOnSleep: switchPolicy({
    title: 'Lock on sleep',
    description: 'Populus locks when the computer sleeps, its screen is locked or the user is switched.',
    category: 'protection',
    builtIn: true,
    strictest: true
  }),
  RequireAppLock: {
    ...switchPolicy({
      title: 'App lock',
      description:
        'The window opens stored data only after Touch ID on a Mac that has it, and after a passphrase everywhere else: Windows Hello is not available to Populus. Where the keychain alone protects data and there is no Touch ID, a passphrase has to be chosen once. Commands open the keychain without asking, so that a scheduler can run them.',
      category: 'protection',
      builtIn: false,
      strictest: true
    }),
    // Only some computers can follow it together with the policies about keychains and passphrases.
    example: false
  },
  DeepLinks: switchPolicy({
    title: 'Links into Populus',
    description:
      'Links such as populus://screen/measures and populus://patient/ID open a place in Populus, after a question. They also bring back the answer to a sign-in by a person, where the server takes no address of the computer.',
    category: 'protection',
    builtIn: true,
    strictest: false
  }),
  ContentProtection: switchPolicy({
    title: 'Keep the window out of screenshots',
    description:
      'Screenshots, recordings and shared screens leave the window out: on Windows 10 version 2004 or later. On macOS newer programs can record it all the same; on Linux there is no such protection.',
    category: 'protection',
    builtIn: false,
    strictest: true
  }),
  DataFolder: {
    ...structurePolicy({
      title: 'Data folder',
      description:
        'Absolute path of the data folder, in place of the default one and of POPULUS_DATA. It may begin with ~ or with ${LOCALAPPDATA}, ${USERNAME} stands for the account anywhere in it. Use a local disk.',
      category: 'protection',
      schema: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(1000)),
      example: '${LOCALAPPDATA}\\Populus'
    }),
    form: { kind: 'text' as const }
  },
  AllowCsvExport: switchPolicy({
    title: 'Files',
    description:
      'Tables, lists, results, reports and records may be saved as files of any format, in the window and by commands. Encrypted backups, certificates of erasure and listings of the audit log are always possible: they hold no health data that anybody could read.',
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  AllowPrint: switchPolicy({
    title: 'Printing',
    description:
      'Pages may be printed and saved as PDF. The print function of a browser is outside the reach of Populus.',
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  AllowClipboard: switchPolicy({
    title: 'Copy buttons',
    description:
      'Tables, pictures and statements may be copied by the buttons of Populus. Text that a user selects can be copied by the system, whatever this policy says.',
    category: 'export',
    builtIn: true,
    strictest: false
  }),
  MinCellSize: numberPolicy({
    title: 'Smallest group whose count may leave',
    description:
      'Counts of fewer people are suppressed in everything that leaves Populus: 11 is the rule of CMS. A user may raise the number, never lower it, whatever the reason.',
    category: 'export',
    minimum: 1,
    maximum: 101,
    strictest: 101,
    example: 11
  }),
  ApprovedDefinitionsOnly: switchPolicy({
    title: 'Only what rests on approved definitions leaves',
    description:
      'Files, prints, copies and results of commands leave only when every measure, list, registry, view, model, cohort and board that they rest on is approved in this version. What comes with Populus counts as approved unless it was retired. Results of SQL statements, which nobody approves, do not leave.',
    category: 'export',
    builtIn: false,
    strictest: true
  }),
  DefinitionApproval: choicePolicy({
    title: 'Who approves definitions',
    description:
      'Whether whoever made a version of a definition, or put it into review, may approve it, or somebody else has to.',
    category: 'access',
    choices: { 'one-person': 'Anybody whose role includes it', 'two-persons': 'Somebody else than the author' },
    builtIn: 'one-person',
    strictest: 'two-persons',
    example: 'two-persons'
  }),
  Roles: structurePolicy({
    title: 'Roles',
    description:
      'Who has which role, by account of the operating system (DOMAIN\\name for that domain alone, or name), by group (group:name), or * for everybody who is not named. Entries that name the account itself count together; groups and * count for accounts that no entry names. An account without an entry has no role and opens no data.',
    category: 'access',
    schema: v.pipe(v.array(RoleAssignment), v.maxLength(10_000)),
    strictest: [] as RoleAssignment[],
    example: [
      { account: 'jdoe', role: 'admin' },
      { account: '*', role: 'quality-analyst', payers: ['Example Health Plan'] }
    ] as RoleAssignment[]
  }),
  RecordRules: structurePolicy<RecordRules>({
    title: 'Restricted records',
    description:
      'How records with security labels (meta.security) are treated, by rules that each name codes of labels and one action: exclude, figures-only or mask; and whether Consent resources are followed (what they deny is left out) or required (whoever has no Consent that permits is left out as well). A label is a code, or system|code, or * for every label. Where the policy is there, it alone decides. A malformed value leaves out everything that has a label and everybody without a Consent that permits.',
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
    title: 'Names and record numbers',
    description: 'Whether identifiers, which are masked, can be shown for a person after a reason was given.',
    category: 'access',
    choices: { 'with-reason': 'Shown for a reason, which is recorded', off: 'Never shown' },
    builtIn: 'with-reason',
    strictest: 'off',
    example: 'off'
  }),
  AuditSink: structurePolicy({
    title: 'Server for audit records',
    description:
      'Audit records are also sent to this syslog server over TLS. Records wait on the disk while it cannot be reached. A malformed value is reported; records stay in the audit log.',
    category: 'audit',
    schema: AuditSinkTarget,
    example: { address: 'siem.example.org:6514', format: 'syslog' }
  }),
  AuditRetentionDays: numberPolicy({
    title: 'Days that audit records are stored at least',
    description:
      'Audit files whose newest record is older are deleted, once the log collector has them where one is set. Without the policy none is. A malformed value deletes nothing.',
    category: 'audit',
    minimum: 30,
    maximum: 36_500,
    example: 2190
  })
} as const
