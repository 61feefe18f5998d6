import { commonMessages as common } from '#messages/common.ts'
import { policyMessages as m } from '#messages/policy.ts'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyLayer } from '#shared/policy/effective-policies.ts'
import { errorCode } from '#shared/error-code.ts'
import { fileMark } from './file-mark.ts'
import type { PolicyReader } from './policy-reader.ts'

/** Where Linux has the policies of a program; only an administrator may write there. */
export const linuxPolicyFolder = '/etc/populus/policies'

const levels = [
  ['managed', 'enforced'],
  ['recommended', 'recommended']
] as const

/**
 * Policies in JSON files, `managed/*.json` and `recommended/*.json` of a folder, each an object of policies. Where several
 * files have a policy the last by name counts.
 * @param guarded a file that others than its owner may write is not accepted
 */
export function policyFilesReader(folder: string, guarded: boolean): PolicyReader {
  return {
    read: () => levels.flatMap(([name, level]) => readFolder(join(folder, name), level, guarded)),
    mark: () => levels.map(([name]) => folderMark(join(folder, name))).join('\n')
  }
}

function policyNames(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
}

function folderMark(folder: string): string {
  try {
    const names = policyNames(folder)
    return names.map((name) => `${name} ${fileMark(join(folder, name))}`).join('\n')
  } catch (error) {
    return errorCode(error) ?? 'unknown'
  }
}

function readFolder(folder: string, level: PolicyLayer['level'], guarded: boolean): PolicyLayer[] {
  try {
    return policyNames(folder)
      .sort()
      .reverse()
      .map((name) => readLayer(join(folder, name), level, guarded))
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return []
    return [{ place: folder, level, values: {}, unreadable: m.theFolderCannotBeRead(code ?? common.unknown) }]
  }
}

function readLayer(place: string, level: PolicyLayer['level'], guarded: boolean): PolicyLayer {
  const broken = (unreadable: string): PolicyLayer => ({ place, level, values: {}, unreadable })
  try {
    // Group and others: a policy that users may write binds nobody.
    if (guarded && (statSync(place).mode & 0o022) !== 0) return broken(m.otherAccountsThanTheOwnerMay)
    const value: unknown = JSON.parse(readFileSync(place, 'utf8').replace(/^\uFEFF/, ''))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return broken(m.theFileIsNoJSONObject)
    return { place, level, values: value as Record<string, unknown> }
  } catch (error) {
    return broken(
      error instanceof SyntaxError ? m.theFileIsNotValidJSON : m.theFileCannotBeRead(errorCode(error) ?? common.unknown)
    )
  }
}
