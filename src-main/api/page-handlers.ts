import { apiMessages as m } from '#messages/api.ts'
import { AppError } from '#shared/app-error.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'

/** A page that fails in a loop must not fill the log. */
const failuresAMinute = 30
const minuteMs = 60_000

/** The handlers for the page itself. */
export function createPageHandlers({
  newPageAddress,
  log,
  clock
}: Host): Pick<ServiceHandlers['page'], 'address' | 'failed'> {
  let minute = 0
  let written = 0
  let unwritten = 0
  return {
    async address() {
      if (newPageAddress === undefined) {
        throw new AppError('not-supported', m.openAnotherWindowWithTheMenu)
      }
      return { url: newPageAddress() }
    },
    async failed({ kind, error, ...facts }) {
      const now = Math.floor(clock.now() / minuteMs)
      if (now !== minute) [minute, written] = [now, 0]
      written += 1
      if (written > failuresAMinute) {
        unwritten += 1
        return
      }
      const known = Object.entries({ ...facts, ...(unwritten > 0 ? { unwritten } : {}) })
      log.write('error', `page.${kind}`, {
        error,
        ...Object.fromEntries(known.filter((each): each is [string, string | number] => each[1] !== undefined))
      })
      unwritten = 0
    }
  }
}
