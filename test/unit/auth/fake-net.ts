import type { NetPort, NetRequest, NetResponse } from '../../../src-main/ports/host.ts'
import { createTokenSource } from '../../../src-main/auth/access-token.ts'
import type { ClientCredentials } from '../../../src-main/auth/client-credentials.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'

/** What a server says to a request. */
export type Answer = (request: NetRequest) => { status: number; headers?: Record<string, string>; body?: string }

/** A network on which one server answers everything; what was sent is kept. */
export function fakeNet(answer: Answer): NetPort & { readonly sent: NetRequest[] } {
  const sent: NetRequest[] = []
  return {
    sent,
    async send(request): Promise<NetResponse> {
      sent.push(request)
      const { status, headers = {}, body = '' } = answer(request)
      async function* bytes(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(body)
      }
      return { status, headers, body: bytes(), close: () => undefined }
    }
  }
}

/** Tokens of a server, by a clock that the test moves. */
export function tokens(
  credentials: ClientCredentials,
  answer: Answer,
  time = { now: 0 },
  pause: (milliseconds: number) => Promise<void> = async () => undefined
) {
  const net = fakeNet(answer)
  const source = createTokenSource({
    net,
    clock: { now: () => time.now },
    random: systemRandom,
    tokenEndpoint: 'https://example.org/token',
    credentials,
    scope: 'system/*.read',
    pause
  })
  return { net, source, time }
}
