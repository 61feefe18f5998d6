import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import { Passphrase } from '../snapshot.ts'

/** What a backup holds that was checked. */
export const BackupContents = v.object({
  files: Natural,
  bytes: Natural,
  snapshots: Natural,
  connections: Natural
})
export type BackupContents = v.InferOutput<typeof BackupContents>

/** Calls about backups of the data folder. */
export const backupMethods = {
  /** Whether a restore waits for the next start. */
  'backup.state': method(None, v.object({ prepared: v.boolean() }), 'security'),
  /**
   * The host's own dialog for the file of a backup, which the services remember; the page learns its name only. `undefined`
   * when the user cancels, `not-supported` where the host has no dialogs: bytes cross the data plane there.
   */
  'backup.choose': method(
    v.object({ what: v.picklist(['save', 'open']) }),
    v.optional(v.object({ name: v.string() })),
    'security'
  ),
  /** Writes the backup to the chosen file; behind a one-time URL where the host has no dialogs. */
  'backup.make': method(
    v.object({ passphrase: Passphrase, snapshots: v.boolean() }),
    v.object({ bytes: Natural, url: v.optional(v.string()) }),
    'security',
    {
      effect: 'backup.made',
      before: ({ snapshots }) => ({ snapshots }),
      after: ({ snapshots }, { bytes }) => ({ snapshots, bytes })
    }
  ),
  /** One-time URL that takes the next bytes of a backup by POST, at most `maxUploadBytes` each. */
  'backup.receive': method(v.object({ first: v.boolean() }), v.object({ url: v.string() }), 'security'),
  /** Reads the whole backup and checks it, next to the data. */
  'backup.check': method(v.object({ passphrase: Passphrase }), BackupContents, 'security', {
    read: 'backup.checked',
    facts: (_, { files, bytes }) => ({ files, bytes })
  }),
  /** At the next start the checked backup takes the place of the data, which are set aside in the folder that is named. */
  'backup.restore': method(None, v.object({ folder: v.string() }), 'security', {
    effect: 'backup.restore-asked',
    before: () => ({})
  }),
  /** Takes that back. */
  'backup.withdraw': method(None, None, 'security', { effect: 'backup.restore-withdrawn', before: () => ({}) }),
  /** Stops what is under way, and forgets a checked backup. */
  'backup.cancel': method(None, None, 'security')
} as const

/** Events about backups. */
export interface BackupEvents {
  /** Bytes that were written or checked, and of how many. */
  readonly 'backup.progress': { readonly done: number; readonly total: number }
}
