import { join } from 'node:path'
import { compositionMessages as m } from '#messages/composition.ts'
import { lookFacts } from '#shared/contract/updates.ts'
import { errorFacts } from '../log/error-facts.ts'
import type { CallLedger } from '../policy/call-ledger.ts'
import { networkUnderPolicy } from '../policy/network-under-policy.ts'
import type { AuditPort, Host } from '../ports/host.ts'
import { recordEffect } from '../services/audit/record-effect.ts'
import { recordedFeed } from '../services/updates/recorded-feed.ts'
import { createUpdateService, type UpdateService } from '../services/updates/update-service.ts'

/** How often is looked whether a look at the feed is due. */
const turnMs = 60 * 60_000
const dayMs = 24 * 60 * 60_000

/** Looks for new versions, also by itself where the policy asks for it. */
export interface ComposedUpdates {
  readonly updates: UpdateService
  /** Stops looking by itself. */
  readonly stop: () => void
}

/** Constructs what looks for new versions. The first look by itself is an hour after the start, so that a start asks nobody. */
export function composeUpdates(
  host: Pick<
    Host,
    'paths' | 'policies' | 'net' | 'serve' | 'clock' | 'version' | 'platform' | 'notifier' | 'emit' | 'log'
  >,
  audit: AuditPort,
  calls: CallLedger
): ComposedUpdates {
  const { clock, log, notifier, emit } = host
  const updates = createUpdateService({
    folder: join(host.paths.data, 'updates'),
    policies: host.policies,
    net: networkUnderPolicy(host, calls).netFor('update'),
    clock,
    recorded: () => recordedFeed(join(host.paths.data, 'audit')),
    installed: { version: host.version, platform: host.platform, arch: process.arch }
  })

  async function look(): Promise<void> {
    const { daily, checkedAt = 0, offer: known } = await updates.state()
    if (!daily || Math.abs(clock.now() - checkedAt) < dayMs) return
    const { offer } = await recordEffect(
      audit,
      { action: 'update.checked', facts: { reason: 'daily' } },
      () => updates.check(),
      lookFacts
    )
    emit('updates.changed', {})
    if (offer !== undefined && offer.version !== known?.version)
      notifier.notify(m.aNewVersionOfPopulus, m.versionIsOffered(offer.version))
  }

  // A look that takes longer than a turn is the only one.
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    void look()
      .catch((error: unknown) => log.write('warn', 'update.check-failed', errorFacts(error)))
      .finally(() => (isLooking = false))
  }, turnMs)
  timer.unref()
  return { updates, stop: () => clearInterval(timer) }
}
