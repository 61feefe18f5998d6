import { access, constants, stat, statfs } from 'node:fs/promises'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { policyNames } from '#shared/policy/policies.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { HealthCheck } from './health-check.ts'

/** Whether the data folder is there, is writable, and is closed to other accounts. */
export async function checkDataFolder(data: string): Promise<HealthCheck> {
  const name = 'data-folder'
  try {
    const { mode } = await stat(data)
    await access(data, constants.R_OK | constants.W_OK)
    // Windows has no such bits: access lists protect the profile there.
    const open = process.platform !== 'win32' && (mode & 0o077) !== 0
    return open
      ? {
          name,
          state: 'warning',
          text: 'Other accounts can enter the data folder. Close it: chmod 700.',
          facts: { open }
        }
      : { name, state: 'ok', text: 'The data folder is there and writable.', facts: { open } }
  } catch {
    const text = 'The data folder is not there, or this account may not read and write it.'
    return { name, state: 'failed', text, facts: {} }
  }
}

/** @param minimumBytes less free space is a warning, a tenth of it a failure */
export async function checkDisk(data: string, minimumBytes: number): Promise<HealthCheck> {
  const { bavail, bsize } = await statfs(data)
  const freeBytes = bavail * bsize
  const size = `${(freeBytes / 1e9).toFixed(1)} GB are free on the disk of the data folder.`
  const state = freeBytes < minimumBytes / 10 ? 'failed' : freeBytes < minimumBytes ? 'warning' : 'ok'
  const text = state === 'ok' ? size : `${size} Make room: exports stop when it is full.`
  return { name: 'disk', state, text, facts: { freeBytes } }
}

const protectors = { keychain: 'the keychain of the system', passphrase: 'a passphrase' } as const

/** Whether what is stored can be opened by this account. A passphrase is not asked for. */
export function checkKeyring({ state, by, recovery = false }: KeyringState, mayUseKeychain: boolean): HealthCheck {
  const name = 'keyring'
  const facts = { state, by, recovery }
  if (state === 'absent') return { name, state: 'ok', text: 'Nothing is stored yet.', facts }
  if (by === 'keychain' && state !== 'open')
    return mayUseKeychain
      ? { name, state: 'failed', text: 'The keychain of this account does not give the key of the stored data.', facts }
      : {
          name,
          state: 'ok',
          text: 'The keychain protects the data; only the installed program can try its key.',
          facts
        }
  const without = recovery ? '' : ' There is no recovery key.'
  return { name, state: 'ok', text: `The stored data are protected by ${protectors[by]}.${without}`, facts }
}

/** Whether every managed policy that is set can be read. */
export function checkPolicies({ entries, problems }: EffectivePolicies): HealthCheck {
  const strictest = policyNames.filter((name) => entries[name].state === 'strictest')
  const set = policyNames.filter((name) => entries[name].state !== 'default').length
  const facts = { set, problems: problems.length, strictest: strictest.length }
  if (problems.length === 0)
    return { name: 'policies', state: 'ok', text: `${set === 0 ? 'No' : set} policies are set.`, facts }
  const text = `${problems.length === 1 ? 'One policy setting is' : `${problems.length} policy settings are`} wrong. "populus policy" tells which.`
  return { name: 'policies', state: 'warning', text, facts }
}
