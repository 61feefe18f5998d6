import { join } from 'node:path'
import * as v from 'valibot'
import { readText } from '../storage/read-text.ts'
import { ChainHead } from './hash-chain.ts'

/** The files of one audit log. */
export interface AuditFiles {
  /** One record a line, only ever appended to. */
  readonly records: string
  /** The head as of the last append. It shows a cut at the end, which a chain cannot show by itself. */
  readonly head: string
  readonly lock: string
  /** Wrapped by the keyring. */
  readonly key: string
}

/** @param folder absolute path of the folder that holds the audit log */
export function auditFiles(folder: string): AuditFiles {
  return {
    records: join(folder, 'audit.jsonl'),
    head: join(folder, 'audit-head.json'),
    lock: join(folder, 'audit.lock'),
    key: join(folder, 'audit.key')
  }
}

/** @returns the stored head; `undefined` when there is none or it cannot be read */
export async function readHead(files: AuditFiles): Promise<ChainHead | undefined> {
  const text = await readText(files.head)
  if (text === undefined) return undefined
  try {
    const parsed = v.safeParse(ChainHead, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
