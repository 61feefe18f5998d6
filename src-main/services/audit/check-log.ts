import { errorCode } from '#shared/error-code.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { auditFiles } from './audit-files.ts'
import { verifyAuditLog, type VerifyOptions } from './verify.ts'

/** Where nobody can write, nobody can append meanwhile. */
const unwritable: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EROFS', 'EACCES', 'EPERM'])

/** Checks a whole audit log while nobody appends to it. @param folder absolute path; need not exist */
export async function checkAuditLog(folder: string, options: VerifyOptions): Promise<AuditVerdict> {
  let begun = false
  try {
    return await withFileLock(auditFiles(folder).lock, () => {
      begun = true
      return verifyAuditLog(folder, options)
    })
  } catch (error) {
    if (begun || !unwritable.has(errorCode(error))) throw error
    return verifyAuditLog(folder, options)
  }
}
