import { servicesHealthMessages as m } from '#messages/services/health.ts'
import { access, constants, stat, statfs } from 'node:fs/promises'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { policyNames } from '#shared/policy/policies.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import { isOnNetwork } from '../../storage/files/network-folder.ts'
import type { HealthCheck } from './health-check.ts'

/** Whether the data folder is there, is writable, is closed to other accounts, and is not known to be on another computer. */
export async function checkDataFolder(data: string): Promise<HealthCheck> {
  const name = 'data-folder'
  try {
    const { mode } = await stat(data)
    await access(data, constants.R_OK | constants.W_OK)
    // Windows has no such bits: access lists protect the profile there.
    const open = process.platform !== 'win32' && (mode & 0o077) !== 0
    const network = await isOnNetwork(data)
    const text = [
      ...(open ? [m.otherAccountsCanEnterTheData] : []),
      ...(network ? [m.theDataFolderIsOnTheNetwork] : [])
    ]
    return {
      name,
      state: text.length > 0 ? 'warning' : 'ok',
      text: text.length > 0 ? text.join(' ') : m.theDataFolderIsThereAnd,
      facts: { open, network }
    }
  } catch {
    const text = m.theDataFolderIsNotThere
    return { name, state: 'failed', text, facts: {} }
  }
}

/** @param minimumBytes less free space is a warning, a tenth of it a failure */
export async function checkDisk(data: string, minimumBytes: number): Promise<HealthCheck> {
  const { bavail, bsize } = await statfs(data)
  const freeBytes = bavail * bsize
  const size = m.gbAreFreeOnTheDisk((freeBytes / 1e9).toFixed(1))
  const state = freeBytes < minimumBytes / 10 ? 'failed' : freeBytes < minimumBytes ? 'warning' : 'ok'
  const text = state === 'ok' ? size : m.makeRoomExportsStopWhenIt(size)
  return { name: 'disk', state, text, facts: { freeBytes } }
}

const protectors = { keychain: m.theKeychainOfTheSystem, passphrase: m.aPassphrase } as const

/** Whether what is stored can be opened by this account. A passphrase is not asked for. */
export function checkKeyring({ state, by, recovery = false }: KeyringState, mayUseKeychain: boolean): HealthCheck {
  const name = 'keyring'
  const facts = { state, by, recovery }
  if (state === 'absent') return { name, state: 'ok', text: m.nothingIsStoredYet, facts }
  if (by === 'keychain' && state !== 'open')
    return mayUseKeychain
      ? { name, state: 'failed', text: m.theKeychainOfThisAccountDoes, facts }
      : {
          name,
          state: 'ok',
          text: m.theKeychainProtectsTheDataOnly,
          facts
        }
  const without = recovery ? '' : m.thereIsNoRecoveryKey
  return { name, state: 'ok', text: m.theStoredDataAreProtectedBy(protectors[by], without), facts }
}

/** Whether every managed policy that is set can be read. */
export function checkPolicies({ entries, problems }: EffectivePolicies): HealthCheck {
  const strictest = policyNames.filter((name) => entries[name].state === 'strictest')
  const set = policyNames.filter((name) => entries[name].state !== 'default').length
  const facts = { set, problems: problems.length, strictest: strictest.length }
  if (problems.length === 0) return { name: 'policies', state: 'ok', text: m.policiesAreSet(set), facts }
  const text = m.wrongPopulusPolicyTellsWhich(
    problems.length === 1 ? m.onePolicySettingIs : m.policySettingsAre(problems.length)
  )
  return { name: 'policies', state: 'warning', text, facts }
}
