/** A text that no earlier answer was made for. */
export function newChallenge(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether a host that answers knows the secret of this page (HMAC-SHA-256 of the challenge, base64url). */
export async function isProven(secret: string, challenge: string, proof: string | null): Promise<boolean> {
  const text = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', text.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign'
  ])
  const expected = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(challenge)))
  const base64 = btoa(String.fromCharCode(...expected))
  return proof === base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
