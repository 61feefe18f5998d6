import { apiMessages as m } from '#messages/api.ts'
import { AppError } from '#shared/app-error.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import type { Host } from '../ports/host.ts'
import type { PublishedRegister } from '../services/published/published-register.ts'

/** The handlers for the register of published counts. */
export function createPublishedHandlers(
  { emit }: Pick<Host, 'emit'>,
  register: PublishedRegister
): ServiceHandlers['published'] {
  const running = new Map<string, AbortController>()

  return {
    async enter({ job, ...release }) {
      if (job === undefined) return register.enter(release)
      const controller = new AbortController()
      running.set(job, controller)
      try {
        return await register.enter(release, {
          signal: controller.signal,
          progress: (fraction) => emit('published.progress', { job, fraction })
        })
      } finally {
        running.delete(job)
      }
    },
    async cancel({ job }) {
      running.get(job)?.abort(new AppError('cancelled', m.cancelledNothingLeft))
    },
    list: () => register.list(),
    acknowledge: () => register.acknowledge(),
    async forget({ entry, reason }) {
      await register.forget(entry, reason)
    }
  }
}
