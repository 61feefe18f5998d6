import { apiMessages as m } from '#messages/api.ts'
import { AppError } from '#shared/app-error.ts'
import type { Input, ServiceHandlers } from '#shared/contract/contract.ts'
import type { ReleaseAnswer } from '#shared/governance/published-count.ts'
import type { Host } from '../ports/host.ts'
import type { PublishedRegister } from '../services/published/published-register.ts'

/** The handlers for the register of published counts. */
export function createPublishedHandlers(
  { emit }: Pick<Host, 'emit'>,
  register: PublishedRegister
): ServiceHandlers['published'] {
  const running = new Map<string, AbortController>()

  /** Solves a release, with its progress and until it is canceled by the name of the call. */
  async function solved(
    { task, ...release }: Input<'published.enter'>,
    how: 'enter' | 'compare'
  ): Promise<ReleaseAnswer> {
    if (task === undefined) return register[how](release)
    const controller = new AbortController()
    running.set(task, controller)
    try {
      return await register[how](release, {
        signal: controller.signal,
        progress: (fraction) => emit('published.progress', { task, fraction })
      })
    } finally {
      running.delete(task)
    }
  }

  return {
    enter: (params) => solved(params, 'enter'),
    compare: (params) => solved(params, 'compare'),
    async cancel({ task }) {
      running.get(task)?.abort(new AppError('cancelled', m.cancelledNothingLeft))
    },
    list: () => register.list(),
    acknowledge: () => register.acknowledge(),
    async forget({ entry, reason }) {
      await register.forget(entry, reason)
    }
  }
}
