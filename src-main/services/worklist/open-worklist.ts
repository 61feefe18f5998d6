import { join } from 'node:path'
import { accountName } from '../../storage/files/account-name.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { createWorklistService, type WorklistServiceDependencies } from './worklist-service.ts'
import type { Worklist } from './worklist.ts'

/** The worklist of one data folder. */
export interface OpenedWorklist {
  readonly worklist: Worklist
  /** Forgets what was read, and the key. */
  forget(): Promise<void>
  /** Lets another process change it. */
  release(): Promise<void>
}

/** Opens the worklist on the disk, for one process to change. Nothing is read before it is asked for. */
export function openWorklist(
  dependencies: Pick<WorklistServiceDependencies, 'folder' | 'keyring' | 'clock' | 'random' | 'log'>
): OpenedWorklist {
  const lock = createInstanceLock(join(dependencies.folder, 'instance.lock'))
  const worklist = createWorklistService({ ...dependencies, files: diskFiles, lock, author: accountName() })
  return {
    worklist,
    forget: () => worklist.forget(),
    release: () => lock.release()
  }
}
