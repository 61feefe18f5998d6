import { storageMessages as m } from '#messages/storage.ts'
import { userInfo } from 'node:os'

/** The account of the operating system that runs the program. */
export function accountName(): string {
  try {
    return userInfo().username.slice(0, 200) || m.unknownAccount
  } catch {
    // A process whose account has no entry in the user database, as in some containers.
    return m.unknownAccount
  }
}
