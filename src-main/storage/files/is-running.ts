import { errorCode } from '#shared/error-code.ts'

/** Whether a process of this number runs on this computer, of any user. Where the system does not tell, it does. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
