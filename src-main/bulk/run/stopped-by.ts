import type { NetPort } from '../../ports/host.ts'

/** A network whose requests a signal stops, for those that have no signal of their own. */
export function stoppedBy(signal: AbortSignal, net: NetPort): NetPort {
  return { send: (request) => net.send({ signal, ...request }) }
}
